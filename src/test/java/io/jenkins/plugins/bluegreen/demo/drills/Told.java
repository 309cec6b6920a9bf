package io.jenkins.plugins.bluegreen.demo.drills;

import java.util.Locale;

/** A text that was told in two languages; empty: nothing was told. */
public record Told(String english, String korean) {
    public static final Told NOTHING = new Told("", "");

    /** Whether both are messages in Discord about a release that is over. */
    public boolean tellsEnd() {
        return isEnd(english) && isEnd(korean);
    }

    private static boolean isEnd(String text) {
        return !text.isEmpty() && !text.startsWith("**⏳");
    }

    String in(Locale locale) {
        return locale.equals(Locale.KOREAN) ? korean : english;
    }
}
