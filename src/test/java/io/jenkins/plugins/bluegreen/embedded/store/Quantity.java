package io.jenkins.plugins.bluegreen.embedded.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and prints quantities such as {@code 500m} and {@code 1Gi}. Source: "Quantity" in the API reference. */
public final class Quantity {
    private static final Pattern FORM = Pattern.compile("([+-]?[0-9.]+)([eE][+-]?[0-9]+)?([A-Za-z]*)");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(Map.entry("", BigDecimal.ONE),
            Map.entry("m", new BigDecimal("0.001")), Map.entry("u", new BigDecimal("0.000001")),
            Map.entry("k", new BigDecimal("1e3")), Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")), Map.entry("T", new BigDecimal("1e12")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)), Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)), Map.entry("Ti", BigDecimal.valueOf(1L << 40)));

    private Quantity() {}

    public static boolean valid(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && UNITS.containsKey(form.group(3));
    }

    public static BigDecimal of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !UNITS.containsKey(form.group(3))) {
            return BigDecimal.ZERO;
        }
        String exponent = form.group(2) == null ? "" : form.group(2);
        return new BigDecimal(form.group(1) + exponent).multiply(UNITS.get(form.group(3)));
    }

    /** The shortest form: {@code 1500m}, {@code 2}, {@code 3Gi} for amounts of memory. */
    public static String print(BigDecimal amount, boolean bytes) {
        if (bytes && amount.signum() > 0) {
            BigInteger whole = amount.toBigInteger();
            for (String unit : new String[] {"Gi", "Mi", "Ki"}) {
                BigInteger[] parts = whole.divideAndRemainder(UNITS.get(unit).toBigInteger());
                if (parts[1].signum() == 0) {
                    return parts[0] + unit;
                }
            }
        }
        if (amount.stripTrailingZeros().scale() <= 0) {
            return amount.toBigInteger().toString();
        }
        return amount.movePointRight(3).toBigInteger() + "m";
    }
}
