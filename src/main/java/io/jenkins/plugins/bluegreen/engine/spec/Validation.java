package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Validates parameters. Each method throws a {@link ReleaseException} that names the parameter of a wrong value. */
final class Validation {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private Validation() {}

    static void requireAtLeast(String parameter, int value, int least) {
        if (value < least) {
            throw new ReleaseException(Sentence.of("spec.number", parameter, value, least));
        }
    }

    static void requirePort(String parameter, int port) {
        if (port < 1 || port > 65535) {
            throw new ReleaseException(Sentence.of("spec.port", parameter, port));
        }
    }

    /** A DNS label, as Kubernetes requires of a Namespace's and a Service's name. */
    static void requireLabel(String parameter, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw new ReleaseException(Sentence.of("spec.label", parameter, value));
        }
    }

    static void requireHttpUrl(String parameter, String url) {
        try {
            URI address = new URI(url);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return;
            }
            throw new ReleaseException(Sentence.of("spec.url", parameter));
        } catch (URISyntaxException e) {
            // the address may hold a password: neither it nor the exception, which quotes it, is kept
            throw new ReleaseException(Sentence.of("spec.url", parameter));
        }
    }

    static void requirePath(String parameter, String path) {
        try {
            if (path.startsWith("/") && new URI("http://pod" + path).getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new ReleaseException(Sentence.of("spec.path", parameter, path), e);
        }
        throw new ReleaseException(Sentence.of("spec.path", parameter, path));
    }
}
