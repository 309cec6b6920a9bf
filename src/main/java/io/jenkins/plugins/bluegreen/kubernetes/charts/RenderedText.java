package io.jenkins.plugins.bluegreen.kubernetes.charts;

import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.DocumentReader;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Documents that a program printed, put together by the template that they come from, without hooks and tests: those
 * are no part of what runs. Source: Helm documentation, "Chart Hooks".
 *
 * @param hooks {@code Job/orders-warm-up (post-install)}
 */
record RenderedText(TreeMap<String, String> texts, List<String> hooks) {
    private static final Pattern SEPARATOR = Pattern.compile("^---(?=\\s|$).*\\R?", Pattern.MULTILINE);
    private static final Pattern SOURCE = Pattern.compile("\\A# Source: (\\S+)\\s*$", Pattern.MULTILINE);
    private static final String HOOK = "helm.sh/hook";

    /** @param title the name of documents whose template is not told */
    static RenderedText of(String title, String output) {
        TreeMap<String, String> texts = new TreeMap<>();
        Set<String> hooks = new LinkedHashSet<>();
        for (String document : SEPARATOR.split(output.replace("\r\n", "\n"))) {
            Matcher source = SOURCE.matcher(document);
            String name = source.find() ? source.group(1) : title;
            if (isEmpty(document)) {
                continue;
            }
            Optional<String> hook = hook(name, document);
            if (hook.isPresent()) {
                hooks.add(hook.get());
            } else {
                texts.merge(name, document, (before, more) -> before + "---\n" + more);
            }
        }
        return new RenderedText(texts, List.copyOf(hooks));
    }

    private static boolean isEmpty(String document) {
        return document.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    /** The hook in a document, for messages. A document that can't be read is none: its error is told later. */
    private static Optional<String> hook(String name, String document) {
        List<String> found = new ArrayList<>();
        try {
            DocumentReader.read(new ManifestSource(name, document), read -> {
                YamlNode root = read.root();
                text(root, "metadata", "annotations", HOOK)
                        .ifPresent(hook -> found.add(text(root, "kind").orElse("?") + "/"
                                + text(root, "metadata", "name").orElse("?") + " (" + hook + ")"));
            });
        } catch (ReleaseException e) {
            return Optional.empty();
        }
        return found.stream().findFirst();
    }

    private static Optional<String> text(YamlNode root, String... path) {
        YamlNode node = root;
        for (String step : path) {
            if (!(node.dereferenced() instanceof YamlNode.Mapping map)) {
                return Optional.empty();
            }
            Optional<YamlNode> next = map.entries().stream()
                    .filter(entry -> entry.key().text().equals(step))
                    .map(YamlNode.Entry::value)
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            node = next.get();
        }
        return node.dereferenced() instanceof YamlNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }
}
