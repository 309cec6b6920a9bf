package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One release on a {@link RecordingCluster}, driven by a clock that jumps to where the engine wants to go on. */
public final class EngineRun {
    public static final String LEASE = RecordingCluster.APP + "-blue-green";

    final RecordingCluster cluster;
    final List<String> lines = new ArrayList<>();
    final List<byte[]> saved = new ArrayList<>();
    /** Called before each save; what it throws, the journal throws. */
    Runnable beforeSave = () -> {};

    final ReleaseEngine engine;
    ReleaseState state;
    long now = 1_000_000;

    EngineRun(RecordingCluster cluster, ReleaseState state) {
        this.cluster = cluster;
        this.state = state;
        engine = new ReleaseEngine(
                cluster,
                cluster,
                new ConsoleView(lines::add, Locale.ENGLISH, false),
                saving -> {
                    beforeSave.run();
                    saved.add(SavedState.bytes(saving));
                },
                Pace.normal());
    }

    public static ReleaseState release(Consumer<ReleaseSpec.Builder> more) {
        return ReleaseState.release(spec("build-1", more));
    }

    static ReleaseSpec spec(String id, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = ReleaseSpec.in("esc", id).application(RecordingCluster.APP);
        more.accept(builder);
        return builder.build();
    }

    /** Moves on until the release is over, or {@code until} says so; null in that case. */
    ReleaseResult advance(Predicate<ReleaseState> until) {
        for (int moves = 0; moves < 10_000; moves++) {
            if (until.test(state)) {
                return null;
            }
            Move move = engine.advance(state, now);
            if (move instanceof Move.Finished finished) {
                return finished.result();
            }
            if (move instanceof Move.Wait wait) {
                now = Math.max(now, wait.untilMillis());
            }
        }
        throw new AssertionError("no end after 10,000 moves: " + state.phase() + ", " + lines.subList(0, Math.min(40, lines.size())));
    }

    ReleaseResult toEnd() {
        return advance(any -> false);
    }

    void toPhase(Phase phase) {
        ReleaseResult early = advance(any -> state.phase() == phase);
        if (early != null) {
            throw new AssertionError("over before " + phase + ": " + early.message());
        }
    }
}
