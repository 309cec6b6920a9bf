package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.steer.Known;
import io.jenkins.plugins.bluegreen.jenkins.steer.MeasuredTime;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ColorPods;
import java.util.stream.Collectors;

/** What the last reading of its cluster tells of an application to those who press a button. */
final class LastKnown {
    private LastKnown() {}

    /**
     * What is known.
     *
     * @param view null: nothing
     * @param readAt in milliseconds since 1970
     */
    static Known of(ApplicationView view, long readAt, Viewer viewer) {
        if (view == null) {
            return Known.NOTHING;
        }
        // without the right to list Leases, a release that was interrupted looks like one that runs
        boolean maybeInterrupted = view.release() != null && view.release().since() == null;
        return new Known(
                view.release() != null && !maybeInterrupted,
                view.held() != null,
                view.rollback() != null || view.isInterrupted() || maybeInterrupted,
                sentence(view, readAt, viewer));
    }

    /**
     * How many seconds it would take until what a rollback brings back is ready: 0 if it is, -1 if that is not known.
     *
     * @param view null: nothing
     * @param records of the application, the newest first; read as far as they are needed
     */
    static long rollbackSeconds(ApplicationView view, Iterable<ReleaseRecord> records) {
        if (view == null || view.rollback() == null) {
            return -1;
        }
        ColorPods back = view.rollback();
        int live = view.live() == null ? 0 : view.live().desired();
        int wanted = MeasuredTime.wanted(back.former(), back.desired(), live);
        return MeasuredTime.until(back.ready(), wanted, back.image(), records).orElse(-1);
    }

    /** The same in words; empty if it is not known. */
    static String rollbackTime(long seconds, Viewer viewer) {
        if (seconds < 0) {
            return "";
        }
        return viewer.say(
                seconds == 0 ? Messages._Overview_backNow() : Messages._Overview_backIn(String.valueOf(seconds)));
    }

    private static String sentence(ApplicationView view, long readAt, Viewer viewer) {
        String states = view.states().stream()
                .map(state -> StateWords.state(state.name(), viewer))
                .collect(Collectors.joining(", "));
        String color = view.color() == null ? "-" : StateWords.color(view.color(), viewer);
        String image = view.image().isEmpty() ? "-" : view.image();
        return viewer.say(Messages._Overview_lastKnown(
                view.name(), viewer.ago(readAt), states, color, image, String.valueOf(view.revision())));
    }
}
