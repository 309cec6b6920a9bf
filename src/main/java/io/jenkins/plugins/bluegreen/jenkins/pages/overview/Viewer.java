package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jvnet.localizer.Localizable;

/**
 * Who looks at a page.
 *
 * @param now in milliseconds since 1970
 * @param rootUrl the controller's own address, with a slash at its end; null: it is not configured
 * @param mayRead whether a job, by its full name, is there and may be read
 * @param status tells by the holder of a Lease the phase of this controller's release and what it waits for; null for
 *     another controller's
 */
record Viewer(
        Locale locale,
        long now,
        String rootUrl,
        Predicate<String> mayRead,
        Function<String, String> status) {
    private static final int MOST_CHARACTERS = 120;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    String say(Localizable text) {
        return text.toString(locale);
    }

    String in(Sentence sentence) {
        return sentence.in(locale);
    }

    /** Why a cluster could not be read. */
    String in(Throwable problem) {
        if (problem instanceof ReleaseException refusal) {
            return in(refusal.sentence());
        }
        if (problem instanceof TimeoutException) {
            return say(Messages._Overview_noAnswer());
        }
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    }

    /** The same in short: of what Java or a server says, the beginning. A TLS error quotes the whole certificate. */
    String brief(Throwable problem) {
        return problem instanceof ReleaseException refusal
                ? in(refusal.sentence().with(Set.of(), null, Viewer::beginning))
                : beginning(in(problem));
    }

    private static String beginning(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceFirst("[:,]$", "");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    /** How long ago a time was, in the largest unit. */
    String ago(long millis) {
        long age = Math.max(0, now - millis);
        if (age < MINUTE) {
            return say(Messages._Overview_now());
        }
        if (age < HOUR) {
            return say(Messages._Overview_minutes(age / MINUTE));
        }
        return say(age < 2 * DAY ? Messages._Overview_hours(age / HOUR) : Messages._Overview_days(age / DAY));
    }

    /** A duration. */
    String took(long millis) {
        return in(Sentence.seconds(millis));
    }
}
