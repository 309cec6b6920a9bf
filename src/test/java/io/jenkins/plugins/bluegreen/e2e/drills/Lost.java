package io.jenkins.plugins.bluegreen.e2e.drills;

import static io.jenkins.plugins.bluegreen.e2e.drills.BadVersions.RELEASE;

import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.e2e.given.Restart;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.service.FollowingStep;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;

/** Drills of a release that loses what is around it: API server, controller, agent, Discord, or its turn. */
final class Lost {
    private static final int MOST_SECONDS = 240;
    private static final int WATCHED = 10;
    /** Until nodes follow after the API server was gone: the default. */
    private static final int DELAY_SECONDS = 30;
    private static final String SECOND = "second";

    private Lost() {}

    private static void watched(ReleaseSpec.Builder spec) {
        spec.monitor(MonitorSpec.lasting(WATCHED, 1)).lockTimeoutSeconds(MOST_SECONDS);
    }

    static Finding apiServerGone(DrillSite site) {
        Trial trial = site.trial.promisesUnchecked();
        Restart restart = new Restart(EnumSet.of(Phase.SWITCH), trial.admin());
        site.controller.listeners.add(restart.in(Phase.SWITCH));
        site.start(RELEASE, trial.prepared("v2", spec -> {
            watched(spec);
            spec.health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 3).withTiming(1, 5))
                    .timeoutSeconds(MOST_SECONDS)
                    .rollbackTimeoutSeconds(MOST_SECONDS)
                    .scaleDownDelaySeconds(DELAY_SECONDS);
        }));
        trial.until("the API server to go", () -> restart.goneMillis() > 0);
        restart.assertDone();
        return new Finding(RELEASE).figure("apiServer", (System.currentTimeMillis() - restart.goneMillis()) / 1_000.0);
    }

    static Finding controllerKilled(DrillSite site) {
        Trial trial = site.trial;
        Process second = null;
        try {
            ControllerProcess.leave(site.home, SavedState.bytes(trial.prepared("v2", Lost::watched)));
            Process first = ControllerProcess.start(site.home, site.kubeconfig(), site.channels());
            try {
                trial.until("the switch", () -> trial.liveColor().equals("green"));
            } finally {
                first.destroyForcibly().waitFor();
            }
            long killed = System.currentTimeMillis();
            second = ControllerProcess.start(site.home, site.kubeconfig(), site.channels());
            // it says so as soon as it goes on
            trial.until("the new process to go on", () -> site.printed().contains("goes on in"));
            double away = (System.currentTimeMillis() - killed) / 1_000.0;
            site.record(RELEASE);
            return new Finding(RELEASE).figure("controller", away);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The controller's process", e);
        } finally {
            if (second != null) {
                second.destroyForcibly();
            }
        }
    }

    static Finding agentLost(DrillSite site) {
        FollowingStep step = site.start(RELEASE, site.trial.prepared("v2", Lost::watched)).saying("MONITOR  begins");
        site.controller.releases.goOnAlone(RELEASE, Sentence.of("agent.lostNamed", "agent-1"));
        site.controller.releases.buildEnded(DrillSite.JOB, DrillSite.BUILD, null, "FAILURE");
        site.record(RELEASE);
        return logged(new Finding(RELEASE), step, "agent-1");
    }

    static Finding discordGone(DrillSite site) {
        site.discord.next(Answer.hang(Duration.ofSeconds(MOST_SECONDS))).always(Answer.serverError(503));
        FollowingStep step = site.start(RELEASE, site.trial.prepared("v2", Lost::watched));
        site.record(RELEASE);
        return logged(new Finding(RELEASE), step, "Discord");
    }

    private static Finding logged(Finding finding, FollowingStep step, String word) {
        step.lines().stream().filter(line -> line.contains(word)).forEach(finding.log::add);
        return finding;
    }

    static Finding twoAtOnce(DrillSite site) {
        ReleaseState first = site.trial.prepared("v2", Lost::watched);
        ReleaseState second = site.trial.prepared("v3", Lost::watched);
        FollowingStep one = site.start(RELEASE, first);
        FollowingStep two = site.start(SECOND, second);
        ReleaseRecord ofOne = site.record(RELEASE);
        ReleaseRecord ofTwo = site.record(SECOND);
        boolean inOrder = ofOne.endedAt() < ofTwo.endedAt();
        ReleaseRecord last = inOrder ? ofTwo : ofOne;
        Finding finding = new Finding(last.id()).figure("waited", seconds(last, Phase.LOCK));
        String earlier = (inOrder ? ofOne : ofTwo).outcome();
        if (!earlier.equals("PROMOTED")) {
            finding.problems.add("the first release ended as " + earlier);
        }
        return logged(finding, inOrder ? two : one, "Lease");
    }

    private static double seconds(ReleaseRecord record, Phase phase) {
        return record.timeline().stretches().stream()
                .filter(stretch -> stretch.phase().equals(phase.name()))
                .mapToLong(stretch -> stretch.to() - stretch.from())
                .sum() / 1_000.0;
    }
}
