package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.jenkins.Messages;

/** Short texts for states and colours. */
final class StateWords {
    /** The state of an application of a cluster that does not answer. */
    static final String UNKNOWN = "UNKNOWN";

    private StateWords() {}

    static String state(String state, Viewer viewer) {
        return viewer.say(
                switch (state) {
                    case "RELEASING" -> Messages._Overview_RELEASING();
                    case "BROKEN" -> Messages._Overview_BROKEN();
                    case "HELD" -> Messages._Overview_HELD();
                    case "DRIFTED" -> Messages._Overview_DRIFTED();
                    case "LIVE" -> Messages._Overview_LIVE();
                    case "NOT_LIVE" -> Messages._Overview_NOT_LIVE();
                    default -> Messages._Overview_UNKNOWN();
                });
    }

    /** Colours are told by their names; null: none. */
    static String color(Color color, Viewer viewer) {
        return color == null
                ? null
                : viewer.say(color == Color.BLUE ? Messages._Overview_blue() : Messages._Overview_green());
    }
}
