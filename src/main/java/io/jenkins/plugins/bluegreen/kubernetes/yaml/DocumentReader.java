package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a file into documents as kubectl does: at lines that begin with {@code ---}, which neither YAML nor JSON can
 * have within a document. A part is YAML or one or more JSON values.
 */
public final class DocumentReader {
    private static final Pattern SEPARATOR = Pattern.compile("^---(?=\\s|$)", Pattern.MULTILINE);
    private static final Pattern LOOKS_LIKE_JSON = Pattern.compile("\\s*+\\{\\s*+[\"}]");

    /**
     * A parsed document, placeholders not yet filled in.
     *
     * @param index the document's number in the file, from 1
     */
    public record Document(String file, int index, YamlNode root) {
        public Place place() {
            return new Place(file, index, root.line());
        }
    }

    private final String file;
    private final Consumer<Document> documents;
    private int index;

    private DocumentReader(String file, Consumer<Document> documents) {
        this.file = file;
        this.documents = documents;
    }

    /** Passes on every document that holds more than comments. */
    public static void read(ManifestSource source, Consumer<Document> documents) {
        // a file put together from others has a byte order mark at the start of each
        String text = source.text().replace("\r\n", "\n").replace("\n\uFEFF", "\n");
        new DocumentReader(source.name(), documents).parts(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private void parts(String text) {
        Matcher separator = SEPARATOR.matcher(text);
        int start = 0;
        int line = 1;
        while (start <= text.length()) {
            boolean found = separator.find();
            int end = found ? separator.start() : text.length();
            String part = text.substring(start, end);
            boolean beforeFirstSeparator = start == 0;
            if (!part.lines().allMatch(DocumentReader::isBlank)) {
                part(part, line);
            } else if (!beforeFirstSeparator) {
                index++;
            }
            line += (int) part.chars().filter(character -> character == '\n').count();
            start = found ? separator.end() : text.length() + 1;
        }
    }

    private void part(String part, int line) {
        List<YamlNode> roots;
        if (LOOKS_LIKE_JSON.matcher(part).lookingAt()) {
            roots = json(part, line);
        } else {
            roots = new YamlReader(part, file, index, line).read();
        }
        for (YamlNode root : roots) {
            index++;
            if (!isNull(root)) {
                documents.accept(new Document(file, index, root));
            }
        }
    }

    private static boolean isBlank(String line) {
        String content = line.strip();
        return content.isEmpty() || content.startsWith("#") || line.startsWith("%");
    }

    private static boolean isNull(YamlNode root) {
        return root instanceof YamlNode.Scalar scalar
                && scalar.plain()
                && YamlSchema.resolve(scalar.text()).isNull();
    }

    /** Tries JSON, then YAML: JSON may be indented with tabs, a YAML {@code {…}} may leave out quotes. */
    private List<YamlNode> json(String part, int line) {
        try {
            return new JsonReader(part, file, index, line).read();
        } catch (JsonReader.NotJsonException notJson) {
            try {
                return new YamlReader(part, file, index, line).read();
            } catch (YamlReader.NotYamlException notYaml) {
                throw notJson.error();
            }
        }
    }
}
