package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import java.util.List;

/**
 * A document as it was written, with the line of everything. Our own tree and not snakeyaml's: its nodes hold two marks
 * each, which makes a file of 4 MiB cost hundreds.
 */
public sealed interface YamlNode {
    /** The line in the file, from 1. */
    int line();

    /**
     * Text, not yet a number or a boolean.
     *
     * @param plain whether it was written without quotes, so that what it says decides what it is
     * @param tag an explicit tag such as {@code tag:yaml.org,2002:str}, or null
     */
    record Scalar(int line, String text, boolean plain, String tag) implements YamlNode {}

    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    record Mapping(int line, List<Entry> entries) implements YamlNode {}

    /** {@code *name}, which stands for what {@code &name} was put on. */
    record Alias(int line, String name, YamlNode target) implements YamlNode {}

    record Entry(Scalar key, YamlNode value) {}

    /** What an alias, or an alias of an alias, stands for; everything else is itself. */
    default YamlNode dereferenced() {
        YamlNode node = this;
        while (node instanceof Alias alias) {
            node = alias.target();
        }
        return node;
    }
}
