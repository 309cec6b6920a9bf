package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
    /** What is looked for, by its first characters, the longest first: a text may be held against thousands. */
    private transient volatile Map<String, List<String>> forms;
    private transient int longestForm;

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

    /** The values that are masked. */
    Collection<String> values() {
        return new TreeSet<>(values);
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
        if (forms == null) {
            prepare();
        }
        StringBuilder masked = new StringBuilder(text.length());
        int cut = text.indexOf(CUT);
        for (int at = 0; at < text.length(); ) {
            cut = cut < 0 || cut >= at ? cut : text.indexOf(CUT, at);
            int length = Math.max(formAt(text, at), startAt(text, at, cut));
            if (length == 0) {
                masked.append(text.charAt(at++));
            } else {
                masked.append(MASK);
                at += length;
            }
        }
        return masked.toString();
    }

    /** The length of the longest form that begins here; 0 if there is none. */
    private int formAt(String text, int at) {
        for (String form : beginning(text, at)) {
            if (text.startsWith(form, at)) {
                return form.length();
            }
        }
        return 0;
    }

    /** The length up to the cut if a form begins here that goes on behind it; 0 if none does. */
    private int startAt(String text, int at, int cut) {
        int length = cut - at;
        if (length < SHORTEST_START || length >= longestForm) {
            return 0;
        }
        boolean begins = beginning(text, at).stream()
                .anyMatch(form -> form.length() > length && text.regionMatches(at, form, 0, length));
        return begins ? length : 0;
    }

    private List<String> beginning(String text, int at) {
        return at + SHORTEST > text.length()
                ? List.of()
                : forms.getOrDefault(text.substring(at, at + SHORTEST), List.of());
    }

    private synchronized void prepare() {
        TreeSet<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String value : values) {
            all.add(value);
            encodings(value).filter(form -> form.length() >= SHORTEST_ENCODING).forEach(all::add);
        }
        // longest first: a value may contain another one
        Map<String, List<String>> found = new HashMap<>();
        for (String form : all) {
            longestForm = Math.max(longestForm, form.length());
            found.computeIfAbsent(form.substring(0, SHORTEST), start -> new ArrayList<>()).add(form);
        }
        forms = found;
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
