package io.jenkins.plugins.bluegreen.embedded.traffic;

/**
 * An HTTP answer to a request of a load.
 *
 * @param firstLine of the body
 * @param closes    whether the connection ends with it
 */
record LoadAnswer(int status, String firstLine, boolean closes) {

    /** The n-th word of the first line, the first being 0; empty if there are fewer. */
    String word(int n) {
        String[] words = firstLine.split(" ");
        return n < words.length ? words[n] : "";
    }
}
