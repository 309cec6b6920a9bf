package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** String functions of Python, in which Discord's API is written. */
public final class Text {
    private Text() {}

    /** The result of {@code str.strip()}. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code len()}: code points. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The stripped text of a string; "" for other nodes. */
    public static String of(JsonNode node) {
        return node.isTextual() ? strip(node.textValue()) : "";
    }

    /** Whether a string or a key anywhere in the tree has an unpaired surrogate, which is invalid Unicode. */
    static boolean isBroken(JsonNode node) {
        if (node.isTextual()) {
            return isBroken(node.textValue());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (isBroken(property.getKey())) {
                return true;
            }
        }
        for (JsonNode inner : node) {
            if (isBroken(inner)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBroken(String text) {
        return text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** {@code str.isspace()}; U+200B is no space. */
    private static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r'
                || c >= 0x1C && c <= ' '
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200A
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }
}
