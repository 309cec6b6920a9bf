package io.jenkins.plugins.bluegreen.kubernetes.overview;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An application, as the cluster alone tells it.
 *
 * @param services its active Services, the first one first; empty before its first switch
 * @param color the colour that has the traffic; null: none
 * @param live what has the traffic; null: nothing that is there
 * @param idle the other colour; null: there is none
 * @param image what is live, or was, if nothing is there; empty when unknown
 * @param revision the number of promotions; 0: never promoted
 * @param since when what is live got the traffic, or was written before that; null when unknown
 * @param buildUrl the build that released what is live; empty when unknown
 * @param rolledBack whether the last switch was a rollback's
 * @param release the release under way; null: none
 * @param held the candidate that waits for its promotion; null: none
 * @param rollback what a rollback would bring back; null: there is nothing to go back to
 * @param broken why it needs help
 * @param drift what is not as it was released
 */
public record ApplicationView(
        String namespace,
        String name,
        List<String> services,
        Color color,
        ColorPods live,
        ColorPods idle,
        String image,
        int revision,
        Instant since,
        String buildUrl,
        boolean rolledBack,
        UnderWay release,
        HeldCandidate held,
        ColorPods rollback,
        List<Sentence> broken,
        List<Sentence> drift) {
    private static final Set<String> INTERRUPTED =
            Set.of(ApplicationReading.INTERRUPTED, ApplicationReading.ROLLBACK_FAILED);

    /**
     * A release under way.
     *
     * @param holder its id
     * @param buildUrl its build; empty when unknown
     * @param phase the phase that its Service tells, which tells not all; null: not known
     * @param since null when unknown
     */
    public record UnderWay(String holder, String buildUrl, Phase phase, Instant since) {}

    /** Whether a release or its rollback ended halfway, and nothing goes on with it. */
    public boolean isInterrupted() {
        return broken.stream().anyMatch(why -> INTERRUPTED.contains(why.key()));
    }

    /** All that it is, the most urgent first. */
    public List<ApplicationState> states() {
        List<ApplicationState> states = new ArrayList<>();
        if (release != null) {
            states.add(ApplicationState.RELEASING);
        }
        if (!broken.isEmpty()) {
            states.add(ApplicationState.BROKEN);
        }
        if (held != null) {
            states.add(ApplicationState.HELD);
        }
        if (!drift.isEmpty()) {
            states.add(ApplicationState.DRIFTED);
        }
        if (states.isEmpty()) {
            states.add(color == null ? ApplicationState.NOT_LIVE : ApplicationState.LIVE);
        }
        return states;
    }
}
