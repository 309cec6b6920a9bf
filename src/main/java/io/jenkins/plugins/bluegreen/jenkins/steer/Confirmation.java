package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a button will do, in sentences in the user's language, or why it can't. */
final class Confirmation {
    private Confirmation() {}

    /** Why a button can't do anything now; null: it can. */
    static String problem(Button button, Sight now) {
        if (now.releasing()) {
            return Messages.Confirmation_underWay(now.application());
        }
        if (button == Button.ROLL_BACK) {
            if (now.held() != null) {
                return Messages.Confirmation_heldFirst(now.application(), now.held().image());
            }
            return now.back() == null && now.interrupted().isEmpty()
                    ? Messages.Confirmation_nothingBefore(now.application())
                    : null;
        }
        return now.held() == null ? Messages.Confirmation_nothingHeld(now.application()) : null;
    }

    /**
     * What it will do.
     *
     * @param records of the application, the newest first
     */
    static List<String> lines(Button button, Sight now, List<ReleaseRecord> records) {
        String application = now.application();
        String live = now.color().isEmpty() ? now.image() : now.color() + ", " + now.image();
        return switch (button) {
            case ROLL_BACK -> rollBack(now, live, records);
            case PROMOTE ->
                List.of(
                        Messages.Confirmation_promote(application, now.held().deployment(), now.heldSince()),
                        pods(now.held(), records),
                        Messages.Confirmation_checked(live));
            case DISCARD ->
                List.of(
                        Messages.Confirmation_discard(application, now.heldSince()),
                        pods(now.held()),
                        Messages.Confirmation_stays(live));
            case ABORT -> throw new IllegalArgumentException();
        };
    }

    private static List<String> rollBack(Sight now, String live, List<ReleaseRecord> records) {
        List<String> lines = new ArrayList<>();
        if (!now.interrupted().isEmpty()) {
            lines.add(Messages.Confirmation_interrupted(now.application(), now.interrupted()));
        }
        if (now.back() != null) {
            lines.add(Messages.Confirmation_rollBack(now.application(), live, now.back().deployment()));
            lines.add(pods(now.back(), records));
            lines.add(Messages.Confirmation_until(live));
        }
        return lines;
    }

    /**
     * What happens to a release that is aborted.
     *
     * @param status its phase, and what it waits for
     */
    static List<String> abort(String application, String status) {
        return List.of(
                Messages.Confirmation_abort(application, status.isEmpty() ? "-" : status),
                Messages.Confirmation_broughtBack());
    }

    private static String pods(Sight.Pods pods, List<ReleaseRecord> records) {
        OptionalLong seconds = MeasuredTime.until(pods.ready(), pods.wanted(), pods.image(), records);
        if (seconds.isPresent() && seconds.getAsLong() == 0) {
            return Messages.Confirmation_podsReady(pods.wanted(), pods.deployment(), pods.image());
        }
        return seconds.isEmpty()
                ? pods(pods)
                : Messages.Confirmation_podsIn(
                        pods.wanted(), pods.deployment(), pods.image(), String.valueOf(seconds.getAsLong()));
    }

    private static String pods(Sight.Pods pods) {
        return Messages.Confirmation_pods(pods.wanted(), pods.deployment(), pods.image());
    }
}
