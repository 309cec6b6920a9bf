package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.demo.drills.Drill;
import io.jenkins.plugins.bluegreen.e2e.drills.Drills;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Restart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Failures that the script and the plugin meet in turns, each in a namespace of its own. */
final class FailureTurns {
    private static final List<Drill> DRILLS = List.of(
            Drill.IMAGE_MISSING,
            Drill.CRASH_LOOP,
            Drill.DOWN_AFTER_SWITCH,
            Drill.TWO_AT_ONCE,
            Drill.CONTROLLER_KILLED,
            Drill.API_SERVER_GONE);

    final List<Failure> failures = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    private final RealCluster cluster;

    FailureTurns(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** Runs all; that of the API server only if there is a command for it. */
    void run() throws IOException, InterruptedException {
        for (Drill drill : DRILLS) {
            if (!Drills.isWanted(drill) || drill == Drill.API_SERVER_GONE && Restart.command().isEmpty()) {
                continue;
            }
            try (ScriptFailures script = new ScriptFailures(cluster)) {
                add(script.meet(drill));
            }
            Drills.play(cluster, drill, (result, left) -> {
                add(Failure.of(result, left));
                result.problems().forEach(problem -> problems.add(drill.key() + ": " + problem));
            });
        }
    }

    private void add(Failure failure) {
        failures.add(failure);
        System.err.println(failure.row());
    }
}
