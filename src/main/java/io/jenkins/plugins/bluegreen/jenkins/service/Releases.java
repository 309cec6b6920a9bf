package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The releases of this controller. They belong to no build: a step follows one by its id, and whatever becomes of the
 * step, of its build or of the controller, the release is brought to an end. Methods return at once unless they say
 * otherwise, and may be called by any thread.
 */
public final class Releases {
    final RunningStore store;
    final ReleaseHistory history;
    final Surroundings around;

    private final Map<String, RunningRelease> running = new ConcurrentHashMap<>();
    private boolean carriedOn;

    /** The releases that a store keeps. {@link #carryOn} goes on with them. */
    public Releases(RunningStore store, ReleaseHistory history, Surroundings around) {
        this.store = store;
        this.history = history;
        this.around = around;
    }

    /**
     * Starts a release, which is on the disk before this returns. Reads credentials, so not on the CPS thread.
     *
     * @throws IOException if its cluster can't be used; nothing is left of it then
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException if it can't be kept
     */
    public void start(ReleaseFacts facts, ReleaseState state, ReleaseFollower step) throws IOException {
        begin(facts, state, step);
    }

    /** The same without a step: {@link ReleaseFacts#isAlone} from its beginning. */
    public void start(ReleaseFacts facts, ReleaseState state) throws IOException {
        begin(facts, state, null);
    }

    private void begin(ReleaseFacts facts, ReleaseState state, ReleaseFollower step) throws IOException {
        RunningRelease release = new RunningRelease(this, new RunningStore.Kept(facts, state), false);
        boolean begun = false;
        try {
            store.create(facts, state);
            running.put(facts.id(), release);
            if (step != null) {
                release.attach(step);
            }
            release.begin();
            begun = true;
        } finally {
            if (!begun) {
                forget(release);
            }
        }
    }

    /**
     * Lets a step follow a release again: it gets what it missed, the release's block if that waits for it, and the
     * end. Waits until the releases of a former process are read.
     *
     * @return false if there is no such release
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException if it can't go on
     */
    public boolean attach(String id, ReleaseFollower step) {
        carryOn();
        RunningRelease release = running.get(id);
        if (release == null) {
            RuntimeException damage = store.damage(id);
            if (damage != null) {
                throw damage;
            }
            return false;
        }
        release.attach(step);
        return true;
    }

    /**
     * Passes all lines of a release that are kept, and then each next one, in order.
     *
     * @param lines called by a thread that holds the release's log: must not block
     * @return ends it; null if there is no such release
     */
    public Runnable listen(String id, Consumer<String> lines) {
        RunningRelease release = running.get(id);
        return release == null ? null : release.log().listen(lines);
    }

    /** Aborts a release: it is brought back. */
    public void abort(String id, Sentence cause) {
        RunningRelease release = running.get(id);
        if (release != null) {
            release.abort(cause);
        }
    }

    /** Lets a release go on to its end without its step, which ends, and without its build. */
    public void goOnAlone(String id, Sentence why) {
        RunningRelease release = running.get(id);
        if (release != null) {
            release.goOnAlone(why);
        }
    }

    /**
     * Reports the end of a release's block.
     *
     * @param failure null if the block succeeded
     */
    public void bodyEnded(String id, Sentence failure) {
        RunningRelease release = running.get(id);
        if (release != null) {
            release.bodyEnded(failure);
        }
    }

    /** One line for people: a release's phase, and what it waits for; null if there is no such release. */
    public String status(String id) {
        RunningRelease release = running.get(id);
        return release == null ? null : release.status();
    }

    /** The release of an application that is not over; null if there is none, as far as the application is known. */
    public ReleaseFacts running(String cluster, String namespace, String application) {
        return running.values().stream()
                .filter(release -> isOf(release.recording.record(), cluster, namespace, application))
                .filter(RunningRelease::isRunning)
                .map(RunningRelease::facts)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOf(ReleaseRecord record, String cluster, String namespace, String application) {
        return record.cluster().equals(cluster)
                && record.namespace().equals(namespace)
                && record.application().equals(application);
    }

    /**
     * What is known of a release that runs, from its first moment; with its outcome once that is known.
     *
     * @return null if none of this id runs. At its end its record is in {@link #history} before this returns null
     */
    public ReleaseRecord record(String id) {
        return runs(id).map(release -> release.recording.record()).orElse(null);
    }

    /** The number of the last change of {@link #record}, which only grows; 0 if no release of this id runs. */
    public long version(String id) {
        return runs(id).map(release -> release.recording.version()).orElse(0L);
    }

    /** What is known of all releases that run. */
    public List<ReleaseRecord> records() {
        return running.keySet().stream()
                .flatMap(id -> Stream.ofNullable(record(id)))
                .toList();
    }

    private Optional<RunningRelease> runs(String id) {
        return Optional.ofNullable(running.get(id)).filter(RunningRelease::isRunning);
    }

    /** The releases that are not over, and those whose builds are not. */
    public List<ReleaseFacts> running() {
        return running.values().stream().map(RunningRelease::facts).toList();
    }

    /** The records of the releases that are over. */
    public ReleaseHistory history() {
        return history;
    }

    /** Goes on with every release of a former process, once: at once, without waiting for anything. */
    public synchronized void carryOn() {
        if (carriedOn) {
            return;
        }
        carriedOn = true;
        for (RunningStore.Kept kept : store.load()) {
            RunningRelease release = new RunningRelease(this, kept, true);
            if (running.putIfAbsent(kept.facts().id(), release) == null) {
                around.prepare(release::carryOn);
            }
        }
    }

    /**
     * A build is over, or there is none any more. Its releases that are not over are aborted.
     *
     * @param cause null: it ended
     * @param outcome the build's result
     */
    public void buildEnded(String job, int build, Sentence cause, String outcome) {
        running.values().stream()
                .filter(release -> release.facts().user() == null)
                .filter(release -> release.facts().build() == build && release.facts().job().equals(job))
                .forEach(release -> release.buildEnded(cause, outcome));
    }

    /** A job, or a folder that holds some, has another name. */
    public void moved(String from, String to) {
        running.values().forEach(release -> release.kept().moved(from, to));
    }

    /** Nobody needs a release any more. */
    void forget(RunningRelease release) {
        end(release, store::delete);
    }

    /** A release can't go on. */
    void setAside(RunningRelease release) {
        end(release, store::setAside);
    }

    private void end(RunningRelease release, Consumer<String> ending) {
        String id = release.facts().id();
        running.remove(id, release);
        release.log().close();
        release.kept().forget(() -> ending.accept(id));
    }
}
