package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.YamlNode;
import java.util.stream.Stream;

/**
 * An object of the manifests, parsed and filled in, not yet coloured.
 *
 * @param tree the object; unchanged once the images are set
 * @param document the number of its document in the file, from 1
 * @param written the object as in the file, with lines
 */
public record ManifestObject(ObjectNode tree, String file, int document, YamlNode written) {

    public String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    public String group() {
        return ResourceType.group(apiVersion());
    }

    public String kind() {
        return tree.path("kind").asText();
    }

    public String name() {
        return tree.path("metadata").path("name").asText();
    }

    /** Whether it is of a kind, in any version. */
    public boolean is(String group, String kind) {
        return kind.equals(kind()) && group.equals(group());
    }

    /** Whether it is a ConfigMap or a Secret. */
    public boolean isConfiguration() {
        return is("", "ConfigMap") || is("", "Secret");
    }

    /** {@code Deployment/backend}, for messages. */
    public String title() {
        return kind() + "/" + name();
    }

    /** The place of a field, or of the innermost map or list that should hold it. */
    public Place place(Object... path) {
        int line = written.line();
        YamlNode node = written;
        for (Object step : path) {
            YamlNode content = node.dereferenced();
            if (content instanceof YamlNode.Sequence list
                    && step instanceof Integer item
                    && item < list.items().size()) {
                node = list.items().get(item);
                line = node.line();
            } else if (content instanceof YamlNode.Mapping map) {
                YamlNode.Entry found = map.entries().stream()
                        .filter(entry -> entry.key().text().equals(step))
                        .findFirst()
                        .orElse(null);
                if (found == null) {
                    break;
                }
                node = found.value();
                line = found.key().line();
            } else {
                break;
            }
        }
        return new Place(file, document, line);
    }

    /** An error in it: {@code {0}} is the place of {@code path}, {@code {1}} the object. */
    public ReleaseException error(String key, Object[] path, Object... arguments) {
        return new ReleaseException(remark(key, path, arguments));
    }

    /** The sentence of {@link #error}, for a warning. */
    public Sentence remark(String key, Object[] path, Object... arguments) {
        Object[] all = Stream.concat(Stream.of(title()), Stream.of(arguments)).toArray();
        return place(path).remark(key, all);
    }

    /** A path for {@link #error} and {@link #remark}. */
    public static Object[] at(Object... path) {
        return path;
    }

    /** The specification of a workload's Pods, {@code spec.template.spec}. */
    public JsonNode podSpec() {
        return get("spec", "template", "spec");
    }

    /** A field of the tree; a {@link com.fasterxml.jackson.databind.node.MissingNode} if it is missing. */
    public JsonNode get(String... path) {
        JsonNode node = tree;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }
}
