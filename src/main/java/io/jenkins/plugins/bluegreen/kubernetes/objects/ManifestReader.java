package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.DocumentReader;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Limits;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.TreeBuilder;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.UnknownNames;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads manifest files into objects that each have an apiVersion, a kind, a name and the release's namespace. */
public final class ManifestReader {
    private final ReleaseSpec spec;
    private final TreeBuilder trees;
    private final Placeholders placeholders;
    private final Map<String, ManifestObject> objects = new LinkedHashMap<>();

    private ManifestReader(ReleaseSpec spec) {
        this.spec = spec;
        this.placeholders = Placeholders.of(spec);
        this.trees = new TreeBuilder(placeholders);
    }

    /**
     * The objects of all files in their order, {@code List}s taken apart, {@code ${COLOR}} left open.
     *
     * @throws ReleaseException on anything wrong, with file, document and line
     */
    public static List<ManifestObject> read(ReleaseSpec spec) {
        if (spec.source().manifests().isEmpty()) {
            throw new ReleaseException(Sentence.of("manifest.none"));
        }
        int characters = 0;
        ManifestReader reader = new ManifestReader(spec);
        for (ManifestSource source : spec.source().manifests()) {
            characters += source.text().length();
            if (characters > Limits.TEXT) {
                throw new Place(source.name(), 1, 1).error("manifest.text", Limits.TEXT / (1024 * 1024));
            }
            reader.read(source);
        }
        return new ArrayList<>(reader.objects.values());
    }

    private void read(ManifestSource source) {
        OtherFile.refuse(source);
        String text = placeholders.marked(source.text());
        try {
            DocumentReader.read(new ManifestSource(source.name(), text), this::add);
        } catch (Placeholders.UnknownNameException e) {
            throw UnknownNames.all(spec, e);
        }
    }

    private void add(DocumentReader.Document document) {
        JsonNode tree = trees.build(document);
        if (!tree.isObject()) {
            throw document.place().error("manifest.notAnObject");
        }
        ManifestObject object =
                new ManifestObject((ObjectNode) tree, document.file(), document.index(), document.root());
        OtherFile.refuse(object);
        add(object);
    }

    private void add(ManifestObject object) {
        requireText(object, "apiVersion");
        requireText(object, "kind");
        if (object.kind().endsWith("List") && object.tree().has("items")) {
            addItems(object);
            return;
        }
        requireName(object);
        Structure.check(object);
        TextFields.check(object);
        LeftoverNames.check(object, placeholders);
        QuotedValues.check(object);
        UnfilledTexts.check(object);
        ConfigurationSize.check(object);
        boolean clusterScoped = ResourceTypes.isClusterScoped(object.group(), object.kind());
        if (clusterScoped && !ResourceTypes.isListed(spec.policy().allowedKinds(), object.group(), object.kind())) {
            throw object.error("manifest.clusterScoped", ManifestObject.at("kind"), object.kind());
        }
        if (!clusterScoped) {
            setNamespace(object);
        }
        ManifestObject before = objects.putIfAbsent(object.group() + "/" + object.kind() + "/" + object.name(), object);
        if (before != null) {
            throw object.error(
                    "manifest.duplicate",
                    ManifestObject.at("metadata", "name"),
                    before.place("metadata", "name").sentence());
        }
        if (objects.size() > Limits.OBJECTS) {
            throw object.place().error("manifest.objects", Limits.OBJECTS);
        }
    }

    private void addItems(ManifestObject list) {
        JsonNode items = list.get("items");
        if (!items.isArray() && !items.isNull()) {
            throw list.place("items").error("manifest.items", list.kind());
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).isObject()) {
                throw list.place("items", i).error("manifest.notAnObject");
            }
            add(new ManifestObject((ObjectNode) items.get(i), list.file(), list.document(), item(list.written(), i)));
        }
    }

    private static YamlNode item(YamlNode list, int index) {
        if (list.dereferenced() instanceof YamlNode.Mapping map) {
            for (YamlNode.Entry entry : map.entries()) {
                if (entry.key().text().equals("items")
                        && entry.value().dereferenced() instanceof YamlNode.Sequence items) {
                    return items.items().get(index);
                }
            }
        }
        return list; // merged in with <<: the list's own line is the nearest known
    }

    private static void requireText(ManifestObject object, String field) {
        JsonNode value = object.get(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw object.place(field).error("manifest.missing", field);
        }
    }

    private static void requireName(ManifestObject object) {
        JsonNode metadata = object.get("metadata");
        JsonNode name = metadata.path("name");
        if (!metadata.isObject() || !name.isTextual() || name.asText().isBlank()) {
            String key = metadata.has("generateName") ? "manifest.generateName" : "manifest.noName";
            throw object.place("metadata", "name").error(key, object.kind());
        }
    }

    private void setNamespace(ManifestObject object) {
        JsonNode namespace = object.get("metadata", "namespace");
        if (namespace.isMissingNode() || namespace.isNull() || namespace.asText().isEmpty()) {
            ((ObjectNode) object.get("metadata")).put("namespace", spec.namespace());
        } else if (!namespace.asText().equals(spec.namespace())) {
            throw object.error(
                    "manifest.namespace",
                    ManifestObject.at("metadata", "namespace"),
                    namespace.asText(),
                    spec.namespace());
        }
    }
}
