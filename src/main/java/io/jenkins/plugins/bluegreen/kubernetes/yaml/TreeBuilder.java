package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Builds JSON trees from documents: fills in placeholders, writes aliases out, merges {@code <<} and resolves text.
 * Counts the values over all documents of a release, because a few lines with aliases can stand for billions.
 */
public final class TreeBuilder {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Placeholders placeholders;
    private int values;
    private long characters;
    private String file;
    private int document;
    private YamlNode.Alias alias;

    public TreeBuilder(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    public JsonNode build(DocumentReader.Document written) {
        file = written.file();
        document = written.index();
        return node(written.root(), 0);
    }

    private JsonNode node(YamlNode written, int depth) {
        if (depth > Limits.DEPTH) {
            throw place(written).error("manifest.depth", Limits.DEPTH);
        }
        count(written, 0);
        if (written instanceof YamlNode.Alias reference) {
            boolean outermost = alias == null;
            alias = outermost ? reference : alias;
            JsonNode expanded = node(reference.target(), depth);
            alias = outermost ? null : alias;
            return expanded;
        }
        if (written instanceof YamlNode.Mapping mapping) {
            return object(mapping, depth);
        }
        if (written instanceof YamlNode.Sequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(node(item, depth + 1)));
            return array;
        }
        return scalar((YamlNode.Scalar) written);
    }

    private ObjectNode object(YamlNode.Mapping mapping, int depth) {
        ObjectNode object = JSON.objectNode();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!isMerge(entry)) {
                String key = key(entry.key());
                if (object.has(key)) {
                    throw place(entry.key()).error("manifest.duplicateKey", key);
                }
                object.set(key, node(entry.value(), depth + 1));
            }
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (isMerge(entry)) {
                merge(object, entry.value(), depth);
            }
        }
        return object;
    }

    private static boolean isMerge(YamlNode.Entry entry) {
        return entry.key().plain() && "<<".equals(entry.key().text());
    }

    /** The map's own fields win, then the merged maps in their order ("Merge Key", yaml.org). */
    private void merge(ObjectNode object, YamlNode merged, int depth) {
        YamlNode source = merged.dereferenced();
        if (source instanceof YamlNode.Sequence several) {
            several.items().forEach(one -> merge(object, one, depth));
            return;
        }
        if (!(source instanceof YamlNode.Mapping)) {
            throw place(merged).error("manifest.merge");
        }
        ((ObjectNode) node(merged, depth + 1)).properties().forEach(field -> {
            if (!object.has(field.getKey())) {
                object.set(field.getKey(), field.getValue());
            }
        });
    }

    private String key(YamlNode.Scalar key) {
        String filled = placeholders.fill(key.text(), place(key));
        count(key, filled.length());
        boolean resolve = key.plain() && key.tag() == null && filled.equals(key.text());
        return resolve
                ? YamlSchema.key(filled).orElseThrow(() -> place(key).error("manifest.key"))
                : filled;
    }

    private JsonNode scalar(YamlNode.Scalar scalar) {
        String filled = placeholders.fill(scalar.text(), place(scalar));
        count(scalar, filled.length());
        if (scalar.tag() != null) {
            return YamlSchema.resolve(filled, scalar.tag())
                    .orElseThrow(() -> place(scalar).error("manifest.tag", scalar.tag()));
        }
        // an empty variable is an empty text: Kubernetes takes null for "the default"
        boolean emptied = filled.isEmpty() && !scalar.text().isEmpty();
        return scalar.plain() && !emptied ? YamlSchema.resolve(filled) : TextNode.valueOf(filled);
    }

    private void count(YamlNode written, int length) {
        values++;
        characters += length;
        if (values > Limits.VALUES || characters > Limits.EXPANDED_TEXT) {
            throw alias == null
                    ? place(written).error("manifest.values", Limits.VALUES)
                    : place(alias).error("manifest.aliases", alias.name(), Limits.VALUES);
        }
    }

    private Place place(YamlNode written) {
        return new Place(file, document, written.line());
    }
}
