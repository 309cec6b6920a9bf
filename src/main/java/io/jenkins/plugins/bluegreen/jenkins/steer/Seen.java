package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The part of an application's state that a user decides by. The confirmation's form sends it back, and nothing happens
 * if it has changed meanwhile. A text is empty where there is nothing, and has no blanks.
 *
 * @param color the colour that has the traffic
 * @param revision the number of promotions until now
 * @param image the live image
 * @param back the Deployment that a rollback leads to
 * @param held the image of what is held, and since when
 */
record Seen(String color, int revision, String image, String back, String held) {
    private static final String NOTHING = "-";

    Seen {
        Objects.requireNonNull(color);
        Objects.requireNonNull(image);
        Objects.requireNonNull(back);
        Objects.requireNonNull(held);
    }

    /** What {@link #text} made; null for anything else. */
    static Seen of(String text) {
        String[] parts = text == null ? new String[0] : text.trim().split(" ");
        if (parts.length != 5 || !parts[1].matches("[0-9]{1,9}")) {
            return null;
        }
        return new Seen(part(parts[0]), Integer.parseInt(parts[1]), part(parts[2]), part(parts[3]), part(parts[4]));
    }

    private static String part(String text) {
        return text.equals(NOTHING) ? "" : text;
    }

    /** As a text that the form sends. */
    String text() {
        return String.join(" ", word(color), String.valueOf(revision), word(image), word(back), word(held));
    }

    private static String word(String text) {
        return text.isEmpty() ? NOTHING : text.replaceAll("\\s", "_");
    }

    /** What is not any more as it was seen, in sentences; empty: nothing has changed. */
    List<String> changes(Seen now) {
        List<String> changes = new ArrayList<>();
        if (!color.equals(now.color)) {
            changes.add(Messages.Seen_color(word(now.color), word(color)));
        }
        if (revision != now.revision || !image.equals(now.image)) {
            changes.add(Messages.Seen_version(
                    word(now.image), String.valueOf(now.revision), word(image), String.valueOf(revision)));
        }
        if (!back.equals(now.back)) {
            changes.add(Messages.Seen_back(word(now.back), word(back)));
        }
        if (!held.equals(now.held)) {
            changes.add(Messages.Seen_held(word(now.held), word(held)));
        }
        return changes;
    }
}
