package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * How an address outside of the cluster is asked: with which login, and whose certificates are trusted. Part of the
 * saved state, which is encrypted; {@link #toString} does not show it.
 */
public final class ProbeAccess implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ProbeAccess OPEN = new ProbeAccess(null, null, null);

    private final String authorization;
    private final String secret;
    private final String authorities;

    private ProbeAccess(String authorization, String secret, String authorities) {
        this.authorization = authorization;
        this.secret = secret;
        this.authorities = authorities;
    }

    /** Without a login, and with the certificates that Java trusts. */
    public static ProbeAccess open() {
        return OPEN;
    }

    /** With a username and a password, as RFC 7617. */
    public static ProbeAccess basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new ProbeAccess("Basic " + Base64.getEncoder().encodeToString(pair), password, null);
    }

    /** With a token, as RFC 6750. It may have been copied with a line end. */
    public static ProbeAccess bearer(String token) {
        return new ProbeAccess("Bearer " + token.strip(), token.strip(), null);
    }

    /**
     * With an API key of Elasticsearch: encoded, as it is shown when it is made, or its id and itself with a colon
     * between them. A text that begins with {@code Bearer} or {@code ApiKey} is sent as it is.
     */
    public static ProbeAccess apiKey(String text) {
        String key = text.strip();
        if (key.matches("(?i)(bearer|apikey) +\\S+")) {
            return new ProbeAccess(key, key.substring(key.lastIndexOf(' ') + 1), null);
        }
        byte[] pair = key.getBytes(StandardCharsets.UTF_8);
        String encoded = key.contains(":") ? Base64.getEncoder().encodeToString(pair) : key;
        return new ProbeAccess("ApiKey " + encoded, key.substring(key.indexOf(':') + 1), null);
    }

    /**
     * The same, trusting these authorities' certificates and no others.
     *
     * @param parameter named in the error
     * @param certificates in PEM; null or blank: those that Java trusts
     * @throws ReleaseException when they are not certificates
     */
    public ProbeAccess trusting(String parameter, String certificates) {
        if (certificates == null || certificates.isBlank()) {
            return new ProbeAccess(authorization, secret, null);
        }
        try {
            if (CertificateFactory.getInstance("X.509").generateCertificates(bytes(certificates)).isEmpty()) {
                throw new ReleaseException(Sentence.of("spec.certificates", parameter));
            }
        } catch (CertificateException e) {
            throw new ReleaseException(Sentence.of("spec.certificates", parameter), e);
        }
        return new ProbeAccess(authorization, secret, certificates);
    }

    private static ByteArrayInputStream bytes(String certificates) {
        return new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8));
    }

    /** The header {@code Authorization}, or null. */
    public String authorization() {
        return authorization;
    }

    /** The authorities' certificates in PEM, or null for those that Java trusts. */
    public String authorities() {
        return authorities;
    }

    /** What no text may show. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (secret != null) {
            secrets.add(secret);
            secrets.add(authorization.substring(authorization.indexOf(' ') + 1));
        }
        return secrets;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProbeAccess access
                && Objects.equals(authorization, access.authorization)
                && Objects.equals(authorities, access.authorities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(authorization, authorities);
    }

    @Override
    public String toString() {
        return (authorization == null ? "no login" : "a login") + (authorities == null ? "" : ", own authorities");
    }
}
