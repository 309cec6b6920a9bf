package io.jenkins.plugins.bluegreen.jenkins.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Hides texts as a controller's key does, without one. */
public final class TestSeal implements Seal {
    private static final String MARK = "{sealed}";

    @Override
    public String close(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 0x2a;
        }
        return MARK + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String open(String sealed) {
        if (!sealed.startsWith(MARK)) {
            return null;
        }
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(MARK.length()));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 0x2a;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
