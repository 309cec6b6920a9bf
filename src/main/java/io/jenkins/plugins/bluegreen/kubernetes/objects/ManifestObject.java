package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.YamlNode;

/**
 * An object of the manifests, parsed and filled in, not yet coloured.
 *
 * @param tree the object; once the images are set, nobody changes it
 * @param written the same as it was written
 */
public record ManifestObject(ObjectNode tree, String file, int document, YamlNode written) {

    public String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    public String group() {
        String version = apiVersion();
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }

    public String kind() {
        return tree.path("kind").asText();
    }

    public String name() {
        return tree.path("metadata").path("name").asText();
    }

    /** Whether it is of a kind, whatever the version. */
    public boolean is(String group, String kind) {
        return kind.equals(kind()) && group.equals(group());
    }

    /** {@code Deployment/backend}, for people. */
    public String title() {
        return kind() + "/" + name();
    }

    /** Where a field stands; where it is missing, the innermost map or list that should hold it. */
    public Place place(Object... path) {
        int line = written.line();
        YamlNode node = written;
        for (Object step : path) {
            YamlNode content = node.dereferenced();
            if (content instanceof YamlNode.Sequence list && step instanceof Integer item && item < list.items().size()) {
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

    /** What is wrong with it: {@code {0}} is the place of {@code path}, {@code {1}} the object. */
    public ReleaseException error(String key, Object[] path, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = title();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return place(path).error(key, all);
    }

    /** A path for {@link #place} and {@link #error}. */
    public static Object[] at(Object... path) {
        return path;
    }

    /** A field of the tree, {@link com.fasterxml.jackson.databind.node.MissingNode} where there is none. */
    public JsonNode get(String... path) {
        JsonNode node = tree;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }
}
