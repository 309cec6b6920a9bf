package io.jenkins.plugins.bluegreen.engine.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * A candidate that waits for its promotion, as the active Service tells of it.
 *
 * @param specHash its {@link Rendering#specHash()}
 * @param template the hash of its Pod template, as it was tested
 * @param buildUrl the build that holds it; empty when it has no address
 * @param since when it was held, as {@link java.time.Instant} writes it
 */
public record HeldCandidate(
        Color color, String image, String specHash, String template, String buildUrl, String since) {

    /** The name of the Secret that holds what it was made of. */
    public static String secret(String application) {
        return application + "-blue-green-held";
    }

    /** What {@link #text} made; null for anything else. */
    public static HeldCandidate of(String text) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : text == null ? new String[0] : text.split(" ")) {
            int end = pair.indexOf('=');
            values.put(pair.substring(0, Math.max(0, end)), pair.substring(end + 1));
        }
        return Color.ofLabel(values.get("color"))
                .map(color -> new HeldCandidate(
                        color,
                        values.getOrDefault("image", ""),
                        values.getOrDefault("spec", ""),
                        values.getOrDefault("template", ""),
                        values.getOrDefault("build", ""),
                        values.getOrDefault("since", "")))
                .orElse(null);
    }

    /** As {@code color=green image=shop:2 since=… build=… spec=… template=…}. */
    public String text() {
        return "color=" + color.label() + " image=" + image + " since=" + since + " build=" + buildUrl + " spec="
                + specHash + " template=" + template;
    }
}
