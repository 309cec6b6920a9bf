package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves text without quotes to a number, a boolean, null or text, as kubectl does (sigs.k8s.io/yaml on go-yaml v2).
 * That is YAML 1.1 with changes: {@code yes}, {@code on} and {@code y} are true, {@code 0644}, {@code 0o644} and
 * {@code 0x1a4} are 420, {@code 1_000} is 1000, {@code 12:30} and {@code 2024-01-01} are text. Infinity and NaN, which
 * JSON can't hold and kubectl refuses, stay text.
 */
final class YamlSchema {
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern INTEGER = Pattern.compile(
            "([-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<bin>[01]+)|0[oO]?(?<oct>[0-7]+)|(?<dec>0|[1-9][0-9]*))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private YamlSchema() {}

    static JsonNode resolve(String text) {
        if (NULL.contains(text)) {
            return NullNode.getInstance();
        }
        if (TRUE.contains(text)) {
            return BooleanNode.TRUE;
        }
        if (FALSE.contains(text)) {
            return BooleanNode.FALSE;
        }
        return number(text).orElseGet(() -> TextNode.valueOf(text));
    }

    /** Resolves with an explicit tag; empty if the tag is unknown or the text is not of its type. */
    static Optional<JsonNode> resolve(String text, String tag) {
        switch (tag) {
            case "tag:yaml.org,2002:str":
                return Optional.of(TextNode.valueOf(text));
            case "tag:yaml.org,2002:int":
                return Optional.of(resolve(text)).filter(JsonNode::isIntegralNumber);
            case "tag:yaml.org,2002:float":
                return Optional.of(resolve(text)).filter(JsonNode::isNumber);
            case "tag:yaml.org,2002:bool":
                return Optional.of(resolve(text)).filter(JsonNode::isBoolean);
            case "tag:yaml.org,2002:null":
                return Optional.of(resolve(text)).filter(JsonNode::isNull);
            default:
                return Optional.empty();
        }
    }

    /** A key's name: kubectl resolves keys and turns them into text again. Empty for a key that is null. */
    static Optional<String> key(String text) {
        JsonNode value = resolve(text);
        if (value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isDouble() ? new BigDecimal(value.asText()).toPlainString() : value.asText());
    }

    private static Optional<JsonNode> number(String text) {
        char first = text.charAt(0);
        if (text.length() > 400 || "+-.0123456789".indexOf(first) < 0) {
            return Optional.empty();
        }
        String digits = first == '.' ? text : text.replace("_", "");
        Matcher integer = INTEGER.matcher(digits);
        if (integer.matches()) {
            BigInteger value = integer(integer);
            if (value.bitLength() < 64) {
                return Optional.of(LongNode.valueOf(value.longValue()));
            }
            if (value.compareTo(LEAST) >= 0 && value.compareTo(MOST) <= 0) {
                return Optional.of(BigIntegerNode.valueOf(value));
            }
        }
        if (!FLOAT.matcher(digits).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(digits.toLowerCase(Locale.ROOT));
        if (Double.isInfinite(value)) {
            return Optional.empty();
        }
        // Go writes a float without a fraction as an integer, and the API server takes it as one
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return Optional.of(whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value));
    }

    private static BigInteger integer(Matcher text) {
        String sign = text.group(1);
        if (text.group("hex") != null) {
            return new BigInteger(sign + text.group("hex"), 16);
        }
        if (text.group("bin") != null) {
            return new BigInteger(sign + text.group("bin"), 2);
        }
        if (text.group("oct") != null) {
            return new BigInteger(sign + text.group("oct"), 8);
        }
        return new BigInteger(sign + text.group("dec"));
    }
}
