package io.jenkins.plugins.bluegreen.embedded.traffic;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;

/**
 * One request of a {@link Load}.
 *
 * @param dueMillis  when it was due, in milliseconds since 1970
 * @param sentMillis when it was sent, which is later only while all connections are busy
 * @param tookMillis from when it was due until it was answered or lost
 * @param keepAlive  whether it was one for a kept-alive connection
 * @param resent     whether it met a kept-alive connection that the server had closed unannounced
 * @param status     0 when it was not answered
 * @param version    the first word of the answer, empty without one
 * @param pod        the second word, the name of the Pod that answered
 * @param loss       why it is lost; null when it was answered 2xx
 */
public record LoadRequest(
        long dueMillis,
        long sentMillis,
        long tookMillis,
        boolean keepAlive,
        boolean resent,
        int status,
        String version,
        String pod,
        String loss) {

    /** Whether it has no 2xx answer. */
    public boolean isLost() {
        return loss != null;
    }

    /** The colour that answered, taken from the Pod's name ({@code backend-blue-…}); empty if that has none. */
    public String color() {
        for (Color color : Color.values()) {
            if (pod.contains("-" + color.label() + "-")) {
                return color.label();
            }
        }
        return "";
    }
}
