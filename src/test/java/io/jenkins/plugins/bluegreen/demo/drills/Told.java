package io.jenkins.plugins.bluegreen.demo.drills;

import java.util.Locale;

/** A text that was told in two languages; empty: nothing was told. */
public record Told(String english, String korean) {
    public static final Told NOTHING = new Told("", "");

    String in(Locale locale) {
        return locale.equals(Locale.KOREAN) ? korean : english;
    }
}
