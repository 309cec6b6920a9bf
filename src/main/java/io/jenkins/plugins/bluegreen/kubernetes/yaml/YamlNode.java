package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import java.util.List;

/**
 * A node of a parsed document, with its line. Not snakeyaml's tree: its nodes hold two marks each and take
 * hundreds of MiB for a file of 4 MiB.
 */
public sealed interface YamlNode {
    /** The line in the file, from 1. */
    int line();

    /**
     * Text, not yet a number or a boolean.
     *
     * @param plain whether it was written without quotes, so that the text decides its type
     * @param tag an explicit tag such as {@code tag:yaml.org,2002:str}, or null
     */
    record Scalar(int line, String text, boolean plain, String tag) implements YamlNode {}

    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    record Mapping(int line, List<Entry> entries) implements YamlNode {}

    /** {@code *name}, which stands for the node marked {@code &name}. */
    record Alias(int line, String name, YamlNode target) implements YamlNode {}

    record Entry(Scalar key, YamlNode value) {}

    /** The target of an alias, or of an alias of an alias; any other node itself. */
    default YamlNode dereferenced() {
        YamlNode node = this;
        while (node instanceof Alias alias) {
            node = alias.target();
        }
        return node;
    }
}
