package io.jenkins.plugins.bluegreen.embedded.pods;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a kubelet takes for the name of an image. Source: distribution/reference, {@code ParseNormalizedNamed}. */
final class ImageReference {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern REFERENCE = Pattern.compile(
            "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?"
                    + "(?:/" + COMPONENT + ")+"
                    + "(?::\\w[\\w.-]{0,127})?"
                    + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

    private ImageReference() {}

    /** Why a text is no name of an image, in the kubelet's words; null if it is one. */
    static String problem(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost") || isMixed(first);
        String rest = host ? image.substring(slash + 1) : slash < 0 ? "library/" + image : image;
        String repository = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
        String why = "invalid reference format";
        if (isMixed(repository)) {
            why += ": repository name (" + repository + ") must be lowercase";
        } else if (REFERENCE.matcher((host ? first : "docker.io") + "/" + rest).matches()) {
            return null;
        }
        return "Failed to apply default image tag \"%1$s\": couldn't parse image name \"%1$s\": %2$s"
                .formatted(image, why);
    }

    private static boolean isMixed(String text) {
        return !text.toLowerCase(Locale.ROOT).equals(text);
    }
}
