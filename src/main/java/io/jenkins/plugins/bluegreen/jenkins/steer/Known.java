package io.jenkins.plugins.bluegreen.jenkins.steer;

import java.util.Objects;

/**
 * What is known of an application without asking its cluster. By it a page has the buttons that can do something; what
 * they do is decided by what the cluster answers when they are pressed.
 *
 * @param releasing whether a release is under way, of whichever controller
 * @param held whether a candidate waits
 * @param back whether a rollback has something to do
 * @param sentence what was known last, in the user's language; empty: nothing
 */
public record Known(boolean releasing, boolean held, boolean back, String sentence) {
    /** Nothing is known. */
    public static final Known NOTHING = new Known(false, false, false, "");

    /** What is known; see the class. */
    public Known {
        Objects.requireNonNull(sentence);
    }

    /**
     * Whether a button can do something.
     *
     * @param runsHere whether this controller runs a release of it
     */
    boolean offers(Button button, boolean runsHere) {
        boolean free = !releasing && !runsHere;
        return switch (button) {
            case ABORT -> runsHere;
            case ROLL_BACK -> back && !held && free;
            case PROMOTE, DISCARD -> held && free;
        };
    }
}
