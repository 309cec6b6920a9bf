package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Parses JSON text, one value or several in a row, into {@link YamlNode}s. */
final class JsonReader {
    /** The text is not JSON; it may be YAML. */
    static final class NotJsonException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Place place;
        private final String problem;

        NotJsonException(Place place, JsonProcessingException cause) {
            super(cause);
            this.place = place;
            // the message quotes an unknown word, which may be a password that lost its quotes
            String message = cause.getOriginalMessage();
            this.problem = message.startsWith("Unrecognized token") ? "Unrecognized token" : message;
        }

        ReleaseException error() {
            return place.error("manifest.json", problem);
        }
    }

    private static final JsonFactory JSON = new JsonFactory();

    private final String text;
    private final String file;
    private final int firstLine;
    private int document;
    private int values;

    /** As {@link YamlReader#YamlReader}. */
    JsonReader(String text, String file, int documentsBefore, int firstLine) {
        this.text = text;
        this.file = file;
        this.document = documentsBefore;
        this.firstLine = firstLine;
    }

    List<YamlNode> read() throws NotJsonException {
        List<YamlNode> documents = new ArrayList<>();
        document++;
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                documents.add(node(parser, 0));
                document++;
            }
            return documents;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new NotJsonException(new Place(file, document, firstLine + line - 1), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string", e);
        }
    }

    private YamlNode node(JsonParser parser, int depth) throws IOException {
        int line = line(parser);
        Limits.check(new Place(file, document, line), depth, ++values);
        switch (parser.currentToken()) {
            case START_OBJECT:
                List<YamlNode.Entry> entries = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    YamlNode.Scalar key = new YamlNode.Scalar(line(parser), parser.currentName(), false, null);
                    parser.nextToken();
                    entries.add(new YamlNode.Entry(key, node(parser, depth + 1)));
                }
                return new YamlNode.Mapping(line, entries);
            case START_ARRAY:
                List<YamlNode> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(parser, depth + 1));
                }
                return new YamlNode.Sequence(line, items);
            case VALUE_STRING:
                return new YamlNode.Scalar(line, parser.getText(), false, null);
            default:
                // numbers, booleans and null mean the same as in YAML
                return new YamlNode.Scalar(line, parser.getText(), true, null);
        }
    }

    private int line(JsonParser parser) {
        return firstLine + parser.currentTokenLocation().getLineNr() - 1;
    }
}
