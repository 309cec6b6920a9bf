package io.jenkins.plugins.bluegreen.jenkins.store;

import java.io.IOException;
import java.util.Base64;

/** Encrypts what is kept of running releases: manifests and variables may hold secrets. */
public interface Seal {
    /** The text, encrypted. */
    String close(String text);

    /** The text that was encrypted; null if it was not, or with another key. */
    String open(String sealed);

    /** The bytes as an encrypted text. */
    default String close(byte[] bytes) {
        return close(Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * The bytes of an encrypted text.
     *
     * @throws IOException if it can't be decrypted
     */
    default byte[] bytes(String sealed) throws IOException {
        String text = open(sealed);
        if (text == null) {
            throw new IOException("it was encrypted with another key");
        }
        return Base64.getDecoder().decode(text);
    }
}
