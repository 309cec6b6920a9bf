package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import java.util.Locale;

/** A state, as a word on a coloured ground. */
public final class StateBadge {
    private final String state;
    private final Viewer viewer;

    StateBadge(String state, Viewer viewer) {
        this.state = state;
        this.viewer = viewer;
    }

    public String getText() {
        return StateWords.state(state, viewer);
    }

    /** The end of its class in the style sheet. */
    public String getStyle() {
        return state.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
