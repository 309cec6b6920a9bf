package io.jenkins.plugins.bluegreen.embedded.traffic;

/**
 * What a server answered.
 *
 * @param firstLine of the body
 * @param closes    whether the connection ends with it
 */
record LoadAnswer(int status, String firstLine, boolean closes) {

    /** The n-th word of the first line, the first being 0; empty when there are not so many. */
    String word(int n) {
        String[] words = firstLine.split(" ");
        return n < words.length ? words[n] : "";
    }
}
