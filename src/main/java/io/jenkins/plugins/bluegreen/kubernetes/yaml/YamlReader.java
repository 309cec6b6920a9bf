package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses YAML text into {@link YamlNode}s from the parser's events, so that depth and number are limited while reading.
 */
final class YamlReader {
    /** The text is not YAML. */
    static final class NotYamlException extends ReleaseException {
        private static final long serialVersionUID = 1L;

        NotYamlException(Sentence sentence) {
            super(sentence);
        }
    }

    private final String text;
    private final String file;
    private final int firstLine;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private int document;
    private int values;
    private Iterator<Event> events;

    /**
     * A reader of a part of a file.
     *
     * @param documentsBefore the number of documents before the part
     * @param firstLine the part's first line in the file
     */
    YamlReader(String text, String file, int documentsBefore, int firstLine) {
        this.text = text;
        this.file = file;
        this.document = documentsBefore;
        this.firstLine = firstLine;
    }

    /** The documents, in order. */
    List<YamlNode> read() {
        List<YamlNode> documents = new ArrayList<>();
        document++;
        try {
            events = new Parse(settings()).parseString(text).iterator();
            events.next(); // the stream's start
            while (events.next().getEventId() == Event.ID.DocumentStart) {
                documents.add(node(events.next(), 0));
                events.next(); // the document's end
                anchors.clear();
                document++;
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            // something never closed is reported at the end of the file, but must be mended where it begins
            boolean unfinished = e.getProblem().contains("end of stream") && e.getContextMark().isPresent();
            Optional<Mark> mark = unfinished ? e.getContextMark() : e.getProblemMark().or(e::getContextMark);
            throw notYaml(mark.map(Mark::getLine).orElse(0), e.getProblem());
        } catch (ReaderException e) {
            throw new NotYamlException(place(unprintable()).remark("manifest.control", hex(e.getCodePoint())));
        } catch (YamlEngineException e) {
            throw notYaml(0, e.getMessage());
        }
    }

    /**
     * Reads all of the text at once: it is in memory and limited already. By the usual kilobyte at a time a long word
     * takes time with the square of its length, half a minute for 4 MiB.
     */
    private LoadSettings settings() {
        return LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(text.length() + 1)
                .build();
    }

    private YamlNode node(Event event, int depth) {
        int line = event.getStartMark().map(mark -> mark.getLine()).orElse(0);
        Limits.check(place(line), depth, ++values);
        if (event instanceof AliasEvent alias) {
            return alias(alias, line);
        }
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        // a node can't refer to an older anchor of its own name from inside
        anchor.ifPresent(anchors::remove);
        YamlNode node = content(event, line, depth);
        anchor.ifPresent(name -> anchors.put(name, node));
        return node;
    }

    private YamlNode content(Event event, int line, int depth) {
        if (event instanceof ScalarEvent scalar) {
            // the tag "!" means the same as quotes: this is text
            boolean text = scalar.getTag().filter("!"::equals).isPresent();
            String tag = text ? null : scalar.getTag().orElse(null);
            return new YamlNode.Scalar(firstLine + line, scalar.getValue(), scalar.isPlain() && !text, tag);
        }
        if (event instanceof SequenceStartEvent) {
            List<YamlNode> items = new ArrayList<>();
            for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
                items.add(node(next, depth + 1));
            }
            return new YamlNode.Sequence(firstLine + line, items);
        }
        if (event instanceof MappingStartEvent) {
            List<YamlNode.Entry> entries = new ArrayList<>();
            for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
                YamlNode key = node(next, depth + 1);
                if (!(key.dereferenced() instanceof YamlNode.Scalar name)) {
                    int at = key.line() - firstLine;
                    template(at);
                    throw place(at).error("manifest.key");
                }
                YamlNode.Scalar here = new YamlNode.Scalar(key.line(), name.text(), name.plain(), name.tag());
                entries.add(new YamlNode.Entry(here, node(events.next(), depth + 1)));
            }
            return new YamlNode.Mapping(firstLine + line, entries);
        }
        throw new IllegalStateException("not the start of a node: " + event);
    }

    private YamlNode alias(AliasEvent alias, int line) {
        String name = alias.getAlias().getValue();
        YamlNode target = anchors.get(alias.getAlias());
        if (target == null) {
            throw place(line).error("manifest.alias", name);
        }
        return new YamlNode.Alias(firstLine + line, name, target);
    }

    /** Refuses what is no YAML because of a template that was not rendered. */
    private void template(int line) {
        int at = TemplateText.line(text, line);
        if (at >= 0) {
            String found = TemplateText.in(text.split("\n", -1)[at], false).orElse("{{ }}");
            throw new NotYamlException(place(at).remark("manifest.template", found));
        }
    }

    private NotYamlException notYaml(int line, String problem) {
        template(line);
        // {…} and […] end a word at a brace: an unquoted placeholder in them is half a word and a map
        boolean placeholder = problem.startsWith("expected ',' or")
                && text.lines().skip(line).findFirst().orElse("").contains("${");
        String key = placeholder ? "manifest.yamlPlaceholder" : "manifest.yaml";
        return new NotYamlException(place(line).remark(key, problem));
    }

    private int unprintable() {
        int line = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int codePoint = text.codePointAt(i);
            if (!StreamReader.isPrintable(codePoint)) {
                return line;
            }
            if (codePoint == '\n') {
                line++;
            }
        }
        return line;
    }

    private static String hex(int codePoint) {
        return String.format("U+%04X", codePoint);
    }

    private Place place(int line) {
        return new Place(file, document, firstLine + line);
    }
}
