package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecording;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import java.io.IOException;

/**
 * A release of {@link Releases}, in memory, and the step that follows it, if there is one. Rebuilt after a restart. No
 * follower is called while its monitor is held.
 */
final class RunningRelease {
    private final Releases releases;
    private final ReleaseFacts facts;
    private final KeptFacts kept;
    private final ReleaseState state;
    private SentMessage posted;
    private final ReleaseLog log;
    final ReleaseRecording recording;
    private final AttachedEvents events = new AttachedEvents();
    private final AwaitedBlock block;
    private final Attempts attempts;
    private final ReleaseOwner owner;
    /** Whether another process has begun it. */
    private final boolean resumed;

    private ReleaseDrive drive;
    private ReleaseFollower follower;
    private boolean attached;
    private boolean buildOver;
    private Throwable problem;
    private ReleaseResult result;

    RunningRelease(Releases releases, RunningStore.Kept stored, boolean resumed) {
        this.releases = releases;
        facts = stored.facts();
        kept = new KeptFacts(facts, releases.store, releases.around);
        state = stored.state();
        posted = stored.message();
        log = new ReleaseLog(facts.id(), stored.told(), releases.store);
        recording = stored.recording();
        owner = new ReleaseOwner(releases, this);
        attempts = new Attempts(releases.around, log, this::begin, why -> owner.gaveUp(state, why));
        block = new AwaitedBlock(state.isBodyRunning());
        this.resumed = resumed;
        result = facts.isOver() ? state.result() : null;
    }

    ReleaseFacts facts() {
        return facts;
    }

    ReleaseLog log() {
        return log;
    }

    KeptFacts kept() {
        return kept;
    }

    /** One line for people: the phase, and what it waits for. */
    String status() {
        return ReleaseStatus.of(recording.record());
    }

    synchronized boolean isRunning() {
        return result == null;
    }

    /**
     * Connects to the cluster and begins, or goes on.
     *
     * @throws IOException if the cluster can't be used
     */
    void begin() throws IOException {
        ReleaseDrive opened = ReleaseDrive.open(releases.around, facts, state, posted, log, this::isRunning);
        synchronized (this) {
            drive = opened;
            opened.begin(releases.around, facts, state, owner, recording, log, events, changed -> {
                opened.save(releases.store, facts, changed, events.message());
                log.save();
                releases.store.save(facts.id(), recording);
            });
            if (facts.abort() != null) {
                opened.driven().abort(facts.abort());
            }
            tellOfBlock();
        }
    }

    /** Goes on after a restart, as soon as its cluster can be used; gives up after some minutes. */
    void carryOn() {
        if (isRunning()) {
            if (state.result() == null) {
                log.say(Messages.ReleaseExecution_resumed(state.phase()));
            }
            attempts.run();
        }
    }

    /** Lets a step follow it: it gets the lines that its build's log does not have, and then the next ones. */
    void attach(ReleaseFollower step) {
        log.attach(step);
        boolean lost = step.isBlockLost();
        ReleaseEvents listener = step.events();
        Throwable failed;
        ReleaseResult ended;
        boolean unseen;
        synchronized (this) {
            follower = step;
            attached = true;
            failed = problem;
            ended = result;
            unseen = ended != null && !facts.isEndSeen();
            events.attach(step);
            block.step(lost);
            tellOfBlock();
        }
        if (ended != null) {
            if (unseen && listener != null) {
                listener.finished(state, ended);
            }
            step.finished(ended);
        } else if (failed != null) {
            step.broke(failed);
        }
    }

    private void detach() {
        log.detach();
        events.attach(null);
        follower = null;
        tellOfBlock();
    }

    private void tellOfBlock() {
        block.tell(drive == null ? null : drive.driven(), follower != null, isLeftAlone());
    }

    /** It goes on to its end without its step. */
    void goOnAlone(Sentence why) {
        log.say(why.toString());
        synchronized (this) {
            kept.goOnAlone();
            detach();
        }
    }

    /** Aborts it; returns at once. */
    synchronized void abort(Sentence cause) {
        if (result == null) {
            kept.abort(cause);
            if (drive != null) {
                drive.driven().abort(cause);
            }
            if (problem != null) {
                problem = null;
                releases.around.prepare(attempts::run);
            }
        }
    }

    /**
     * Its build is over. If the release is not, it is aborted, and brought back without the build.
     *
     * @param cause null: the build ended, or could not go on after a restart
     */
    void buildEnded(Sentence cause, String outcome) {
        boolean over;
        synchronized (this) {
            buildOver = true;
            over = result != null;
            detach();
        }
        if (over) {
            releases.forget(this);
        } else if (!facts.isAlone()) {
            String ended = resumed && !attached ? "abort.notResumed" : "abort.buildEnded";
            abort(cause == null ? Sentence.of(ended, outcome) : cause);
        }
    }

    /** Reports the end of the block. */
    synchronized void bodyEnded(Sentence failure) {
        block.ended(failure);
        tellOfBlock();
    }

    // ------------------------------------------------------------ for ReleaseOwner

    /** The step that runs the block; null: it waits for one, or fails. */
    synchronized ReleaseFollower stepForBlock() {
        if (follower == null) {
            block.await();
            tellOfBlock();
        }
        return follower;
    }

    /** Whether there will be no step any more. */
    synchronized boolean isLeftAlone() {
        return buildOver || facts.isAlone();
    }

    synchronized ReleaseFollower follower() {
        return follower;
    }

    /** Null while it is not driven. */
    synchronized ReleaseDrive drive() {
        return drive;
    }

    /**
     * It is over.
     *
     * @return the step that is to be told; null: none
     */
    ReleaseFollower over(ReleaseResult ended) {
        ReleaseFollower step;
        synchronized (this) {
            result = ended;
            step = follower;
        }
        if (isLeftAlone()) {
            releases.forget(this);
        } else {
            kept.over(step != null);
        }
        return step;
    }

    /** It is not driven any more. If there is no step whose build would end, it goes on by itself. */
    synchronized void broke(Throwable failure) {
        posted = drive == null ? posted : drive.posted();
        drive = null;
        problem = follower == null ? null : failure;
        if (follower == null && result == null) {
            attempts.later();
        }
    }
}
