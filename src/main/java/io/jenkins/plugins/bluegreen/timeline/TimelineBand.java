package io.jenkins.plugins.bluegreen.timeline;

/** A part of a timeline's picture, below its phases and above its axis. */
public interface TimelineBand {
    /** Its height, in units of the picture. */
    int height();

    /**
     * Draws it.
     *
     * @param top its upper edge
     */
    void draw(Svg svg, TimeScale scale, int top);

    /** What it shows, in a sentence; empty for nothing. */
    String inWords();
}
