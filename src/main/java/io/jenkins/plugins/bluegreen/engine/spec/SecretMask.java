package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Masks the values that a release was given from credentials, in every text that it shows or stores. Values of one or
 * two characters are not masked, because they are part of almost every text. The values are part of the saved state,
 * which is encrypted; {@link #toString} does not show them.
 */
public final class SecretMask implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String MASK = "****";
    private static final String CUT = "…";
    /** Shorter values, as MaskedException of credentials-binding. */
    private static final int SHORTEST = 3;
    /** A shorter start of a value before a cut may be any word. */
    private static final int SHORTEST_START = 4;
    /** A shorter text may be in an encoding of something else. */
    private static final int SHORTEST_ENCODING = 6;

    private final TreeSet<String> values = new TreeSet<>();
    private transient volatile List<String> forms;
    private transient volatile Pattern pattern;

    private SecretMask(Collection<String> secrets) {
        for (String secret : secrets) {
            add(secret);
            // a log shows a certificate line by line
            if (secret.contains("\n")) {
                secret.lines().filter(line -> line.strip().length() >= SHORTEST_ENCODING).forEach(this::add);
            }
        }
    }

    private void add(String secret) {
        String value = secret.strip();
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }

    /** A mask for these values. */
    public static SecretMask of(Collection<String> secrets) {
        return new SecretMask(secrets);
    }

    /** Whether nothing is masked. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether the text contains a value, or the start of one before a cut. */
    public boolean covers(String text) {
        return !mask(text).equals(text);
    }

    /** The text with the values, and starts of them that were cut by an ellipsis, replaced by asterisks. */
    public String mask(String text) {
        if (values.isEmpty() || text == null || text.isEmpty()) {
            return text;
        }
        if (pattern == null) {
            prepare();
        }
        return withoutStarts(pattern.matcher(text).replaceAll(MASK));
    }

    private String withoutStarts(String text) {
        StringBuilder masked = new StringBuilder(text);
        for (int cut = masked.lastIndexOf(CUT); cut > 0; cut = masked.lastIndexOf(CUT, cut - 1)) {
            int length = longestStart(masked, cut);
            if (length > 0) {
                masked.replace(cut - length, cut, MASK);
                cut -= length;
            }
        }
        return masked.toString();
    }

    /** The length of the longest start of a value that ends at {@code end}; 0 if there is none. */
    private int longestStart(CharSequence text, int end) {
        int longest = 0;
        for (String form : forms) {
            for (int length = Math.min(form.length() - 1, end); length > longest; length--) {
                if (length >= SHORTEST_START && endsWith(text, end, form, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private static boolean endsWith(CharSequence text, int end, String form, int length) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(end - length + i) != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private synchronized void prepare() {
        TreeSet<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String value : values) {
            all.add(value);
            encodings(value).filter(form -> form.length() >= SHORTEST_ENCODING).forEach(all::add);
        }
        forms = List.copyOf(all);
        // longest first: a value may contain another one
        pattern = Pattern.compile(forms.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** As JSON and Go print it, in a URL, quoted for a shell, in Base64, and within a longer text in Base64. */
    private static Stream<String> encodings(String value) {
        String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        String json = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
        String html = json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return Stream.of(
                json,
                html,
                url,
                url.replace("+", "%20"),
                value.replace("'", "'\\''"),
                value.replace("'", "''"),
                encoded,
                encoded.replace("=", ""),
                base64(value, 0),
                base64(value, 1),
                base64(value, 2));
    }

    /** The characters that depend on the value alone, where {@code before} bytes precede it in their group of three. */
    private static String base64(String value, int before) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int start = before == 0 ? 0 : before + 1;
        int end = shifted.length % 3 == 0 ? text.length() : text.length() - 1;
        return start < end ? text.substring(start, end) : "";
    }

    @Override
    public String toString() {
        return "a mask of " + values.size() + " values";
    }
}
