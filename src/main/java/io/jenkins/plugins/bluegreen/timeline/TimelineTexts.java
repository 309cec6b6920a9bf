package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.util.Locale;
import java.util.MissingResourceException;

/**
 * The texts of a timeline's picture.
 *
 * @param startedAt the time from which others are counted, in milliseconds since 1970
 */
record TimelineTexts(Locale language, long startedAt) {
    private static final int MOST_SECONDS = 120;

    String of(String key, Object... arguments) {
        return Sentence.of(key, arguments).in(language);
    }

    /** A phase's name; one of a newer version of this plugin as it is. */
    String phase(String name) {
        try {
            return of("discord.phase." + name);
        } catch (MissingResourceException e) {
            return name;
        }
    }

    String color(String label) {
        return label.isEmpty() ? of("timeline.noColor") : label;
    }

    /** A phase, and how long it took. */
    String phase(Stretch stretch, long end) {
        String key = stretch.to() == 0 ? "timeline.goesOn" : stretch.failed() ? "timeline.failed" : "timeline.took";
        long to = stretch.to() == 0 ? end : stretch.to();
        return of(key, phase(stretch.phase()), Sentence.seconds(to - stretch.from()));
    }

    String moment(Moment moment) {
        boolean switched = moment.kind() == Moment.Kind.SWITCHED;
        return of(
                switched ? "timeline.switched" : "timeline.back",
                moment.color().isEmpty() ? of("timeline.uncolored") : moment.color(),
                Sentence.seconds(moment.at() - startedAt));
    }

    /** A time as a label of the axis: seconds, or minutes and hours by colons. */
    String tick(long at) {
        long seconds = (at - startedAt) / 1_000;
        if (Math.abs(seconds) <= MOST_SECONDS) {
            return of("seconds", seconds);
        }
        String minutes = String.format(Locale.ROOT, "%d:%02d", Math.abs(seconds) / 60 % 60, Math.abs(seconds) % 60);
        long hours = Math.abs(seconds) / 3_600;
        String time = hours == 0 ? minutes : String.format(Locale.ROOT, "%d:%5s", hours, minutes).replace(' ', '0');
        return seconds < 0 ? "-" + time : time;
    }
}
