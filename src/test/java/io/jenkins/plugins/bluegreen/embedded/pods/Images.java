package io.jenkins.plugins.bluegreen.embedded.pods;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The image registry as a kubelet sees it, and the behaviour that an image's tag selects. */
public final class Images {
    private volatile Predicate<String> known = image -> true;
    private volatile Failure failure = new Failure(image -> false, "");

    private record Failure(Predicate<String> images, String error) {}

    public void known(Predicate<String> predicate) {
        known = predicate;
    }

    /** Lets pulls of these images fail with an error of the registry, or of the way to it. */
    public void failing(Predicate<String> images, String error) {
        failure = new Failure(images, error);
    }

    boolean pullable(String image) {
        return !tag(image).equals("missing") && known.test(image) && !failure.images.test(image);
    }

    static boolean runnable(String image) {
        return !tag(image).endsWith("-runerror");
    }

    /** Whether the node receives the image's ConfigMaps too late at first. */
    static boolean configuredLate(String image) {
        return tag(image).endsWith("-late");
    }

    /** The pull error in containerd's words. */
    String pullError(String image) {
        Failure current = failure;
        if (current.images.test(image)) {
            return current.error;
        }
        String reference = image.substring(0, Math.max(0, image.indexOf('/'))).matches(".*[.:].*|localhost") ? image
                : "docker.io/" + (image.contains("/") ? "" : "library/") + image;
        return "rpc error: code = NotFound desc = failed to pull and unpack image \"%s\": failed to resolve reference \"%s\": %s: not found"
                .formatted(reference, reference, reference);
    }

    /** The environment variables that the tag implies; a container's own variables override them. */
    static Map<String, String> defaults(String image) {
        String tag = tag(image);
        Map<String, String> defaults = new LinkedHashMap<>(Map.of("VERSION", tag));
        if (tag.endsWith("-crash") || tag.endsWith("-oom")) {
            defaults.put("CRASH_AFTER", "10ms");
        }
        if (tag.endsWith("-oom")) {
            defaults.put("OOM", "1");
        }
        if (tag.endsWith("-down")) {
            defaults.put("HEALTH", "DOWN");
        }
        if (tag.endsWith("-notready")) {
            defaults.put("READY", "0");
        }
        if (tag.endsWith("-slow")) {
            defaults.put("START_DELAY", "3s");
        }
        return defaults;
    }

    static String tag(String image) {
        String plain = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = plain.lastIndexOf(':');
        return colon > plain.lastIndexOf('/') ? plain.substring(colon + 1) : "latest";
    }
}
