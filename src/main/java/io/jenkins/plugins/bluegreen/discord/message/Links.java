package io.jenkins.plugins.bluegreen.discord.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Addresses that Discord accepts as links. Discord refuses a whole message because of one invalid address, so those are
 * left out. A host must have a domain or be an IP address: {@code http://jenkins:8080} is refused (go-gitea/gitea
 * issues 11124 and 14379).
 */
public final class Links {
    private static final Pattern HOST = Pattern.compile(
            "(?:[a-z0-9-]{1,63}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})\\.?"
                    + "|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:]+]",
            Pattern.CASE_INSENSITIVE);
    /** RFC 1035, 2.3.4. */
    private static final int LONGEST_HOST = 253;

    private static final int HIGHEST_PORT = 65535;

    private Links() {}

    /** The address in ASCII, without user and password; empty if Discord would refuse it. */
    public static String accepted(String url) {
        String text = url == null ? "" : Text.strip(url);
        if (!text.equals(Text.clean(text))) {
            return "";
        }
        try {
            URI address = new URI(text);
            if (!isHttp(address.getScheme()) || !isAccepted(address.getHost()) || address.getPort() > HIGHEST_PORT) {
                return "";
            }
            String accepted = withoutUser(address).toASCIIString();
            return accepted.length() <= Limits.URL ? accepted : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static boolean isHttp(String scheme) {
        return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    }

    private static boolean isAccepted(String host) {
        return host != null && host.length() <= LONGEST_HOST && HOST.matcher(host).matches();
    }

    private static URI withoutUser(URI address) throws URISyntaxException {
        StringBuilder plain = new StringBuilder(address.getScheme()).append("://").append(address.getHost());
        if (address.getPort() >= 0) {
            plain.append(':').append(address.getPort());
        }
        plain.append(address.getRawPath());
        if (address.getRawQuery() != null) {
            plain.append('?').append(address.getRawQuery());
        }
        if (address.getRawFragment() != null) {
            plain.append('#').append(address.getRawFragment());
        }
        return new URI(plain.toString());
    }
}
