package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The entity tag of an answer (RFC 9110, "ETag"): equal for equal content. */
public final class EntityTag {
    private static final int BYTES = 12;

    private final String value;

    private EntityTag(String value) {
        this.value = value;
    }

    /** The tag of what an answer shows; each part tells by its {@code toString} whether it has changed. */
    public static EntityTag of(List<?> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object part : parts) {
                digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return new EntityTag(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            // every Java has it
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a browser has this content.
     *
     * @param ifNoneMatch the header of its request; null: none. Proxies that compress make a tag weak, or add a suffix
     */
    public boolean matches(String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String tag : ifNoneMatch.split(",")) {
            String bare = tag.strip().replaceFirst("^W/", "").replace("\"", "").replaceFirst("-{1,2}gzip$", "");
            if (bare.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** The value of the header. */
    @Override
    public String toString() {
        return '"' + value + '"';
    }
}
