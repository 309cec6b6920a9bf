package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API server's refusal without the values that it quotes: an invalid Pod template holds the environment,
 * and so passwords. The field and the reason stay. The formats are those of {@code k8s.io/apimachinery}, package {@code
 * field} ({@code spec.template: Invalid value: {…}: field is immutable}), of structured-merge-diff and of the JSON
 * decoder.
 */
public final class RefusalText {
    private static final Pattern QUOTED_VALUE =
            Pattern.compile("(Invalid|Duplicate|Unsupported) value: |Not found: |Too (?:long|many): |Internal error: ");
    // "expected string, got &value.valueUnstructured{Value:12345}"
    private static final Pattern TYPE_ERROR = Pattern.compile("(?<=expected [^\n]{1,40}, got )(?=[&{\\[\"])");
    // decoding errors quote the bytes around the mistake
    private static final String EXCERPT = ", error found in #";
    private static final String OTHER_TYPE = "another type";

    private RefusalText() {}

    /** The text without values. Names in "Duplicate value" and the like stay; structures and invalid values don't. */
    public static String withoutValues(String message) {
        int excerpt = message.indexOf(EXCERPT);
        String text = excerpt < 0 ? message : message.substring(0, excerpt);
        StringBuilder kept = new StringBuilder();
        int from = 0;
        Matcher marker = QUOTED_VALUE.matcher(text);
        while (marker.find(from)) {
            int value = marker.end();
            if ("Invalid".equals(marker.group(1)) || isStructure(text, value)) {
                kept.append(text, from, value - ": ".length());
                from = end(text, value);
            } else {
                kept.append(text, from, value);
                from = value;
            }
        }
        kept.append(text, from, text.length());
        return withoutDifferences(withoutTypes(kept.toString()));
    }

    /**
     * The text without the lines that follow a "Forbidden": what may not change of a Pod or a claim comes as a difference
     * of the two, by lines that begin with a space, {@code +}, {@code -} or {@code @@}.
     */
    private static String withoutDifferences(String text) {
        StringBuilder kept = new StringBuilder();
        boolean forbidden = false;
        for (String line : text.split("(?<=\n)")) {
            boolean difference = forbidden && (line.isBlank() || isOfDifference(line.charAt(0)));
            if (!difference) {
                forbidden = line.contains("Forbidden: ");
                kept.append(line);
            }
        }
        return kept.toString().stripTrailing();
    }

    /** Spaces that don't break lines too: older servers mix them in. */
    private static boolean isOfDifference(char first) {
        return Character.isWhitespace(first) || Character.isSpaceChar(first) || "+-@".indexOf(first) >= 0;
    }

    private static String withoutTypes(String text) {
        StringBuilder kept = new StringBuilder();
        int from = 0;
        Matcher got = TYPE_ERROR.matcher(text);
        while (got.find(from)) {
            kept.append(text, from, got.end()).append(OTHER_TYPE);
            from = end(text, got.end());
        }
        return kept.append(text, from, text.length()).toString();
    }

    /** JSON, or Go's {@code core.PodTemplateSpec{…}}, {@code &v1.Container{…}} and {@code map[string]string{…}}. */
    private static boolean isStructure(String text, int at) {
        int i = at;
        while (i < text.length() && isOfTypeName(text.charAt(i))) {
            i++;
        }
        return i < text.length() && "{[".indexOf(text.charAt(i)) >= 0;
    }

    private static boolean isOfTypeName(char c) {
        return Character.isLetterOrDigit(c) || "&*._".indexOf(c) >= 0;
    }

    /** The end of a value: the first {@code ": "}, {@code ", "}, line's end or closing bracket outside it. */
    private static int end(String text, int at) {
        int depth = 0;
        boolean quoted = false;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if ("{[(".indexOf(c) >= 0) {
                depth++;
            } else if ("}])".indexOf(c) >= 0) {
                if (depth-- == 0) {
                    return i;
                }
            } else if (depth == 0 && (c == '\n' || text.startsWith(": ", i) || text.startsWith(", ", i))) {
                return i;
            }
        }
        // a value without an end was cut by the server
        return text.length();
    }
}
