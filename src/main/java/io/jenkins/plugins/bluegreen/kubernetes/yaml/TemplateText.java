package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the <code>{{ … }}</code> of a template, as those of a Helm chart, that nobody has rendered. */
public final class TemplateText {
    private static final Pattern ANY = Pattern.compile("\\{\\{.*?(?:}}|$)", Pattern.MULTILINE);
    private static final Pattern HELM = Pattern.compile(
            "\\{\\{-?\\s*(?:(?:if|with|range|toYaml|quote|default)\\s[^}]*)?"
                    + "(?:\\.(?:Values|Release|Chart|Capabilities)\\b|include\\s+\"|template\\s+\").*?(?:}}|$)",
            Pattern.MULTILINE);

    private TemplateText() {}

    /**
     * The first of a text.
     *
     * @param ofHelm only one with the words of a Helm chart: others may be meant for the application
     */
    public static Optional<String> in(String text, boolean ofHelm) {
        if (!text.contains("{{")) {
            return Optional.empty();
        }
        Matcher found = (ofHelm ? HELM : ANY).matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /**
     * The line, from 0, of the template that makes a text no YAML: that of the error or the one before it, or an
     * earlier one that begins with it, which no text in quotes or below a key does.
     *
     * @return -1 for none
     */
    static int line(String text, int error) {
        String[] lines = text.split("\n", -1);
        for (int i = Math.min(error, lines.length - 1); i >= 0; i--) {
            boolean near = i >= error - 1 && !lines[i].strip().startsWith("#");
            if (near && lines[i].contains("{{") || lines[i].startsWith("{{")) {
                return i;
            }
        }
        return -1;
    }
}
