package io.jenkins.plugins.bluegreen.jenkins.release;

import io.jenkins.plugins.bluegreen.engine.Pace;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.util.ArrayList;
import java.util.List;

/** A release under way in this process: all of it that does not survive the process. */
public final class OpenRelease implements ReleaseEvents {
    private final ReleaseState state;
    private final FabricGateway gateway;
    private final ReleaseEngine engine;
    private final OwnMessage message;
    private volatile String status = "";
    private PooledDriver.Driven driven;
    private Subscription changes;

    /**
     * A release that {@link #begin} lets move.
     *
     * @param listeners those who are told of it
     * @param message   what it says to Discord by itself; null: nothing
     */
    public OpenRelease(
            ReleaseState state,
            FabricGateway gateway,
            ReleaseFile file,
            List<ReleaseEvents> listeners,
            OwnMessage message) {
        this.state = state;
        this.gateway = gateway;
        this.message = message;
        List<ReleaseEvents> all = new ArrayList<>(listeners);
        all.add(this);
        if (message != null) {
            all.add(message.listener());
        }
        engine = new ReleaseEngine(
                gateway,
                new HttpProbes(),
                ReleaseEvents.all(all),
                saved -> file.save(saved, message == null ? null : message.sent()),
                Pace.normal());
    }

    /** Lets it move, after {@code bodyLost} if its block has to run anew. */
    public synchronized void begin(PooledDriver driver, PooledDriver.Owner owner, boolean bodyLost) {
        if (bodyLost) {
            engine.bodyLost(state);
        }
        driven = driver.drive(engine, state, owner);
        changes = gateway.onChange(driven::wake);
    }

    public synchronized void abort() {
        driven.abort();
    }

    public synchronized void bodyEnded(Sentence failure) {
        driven.bodyEnded(failure);
    }

    /** It is over: lets go of the cluster, and waits a moment for its last message. */
    public void end() throws InterruptedException {
        synchronized (this) {
            changes.close();
        }
        if (message != null) {
            message.end();
        }
    }

    /** Where it stands, for people: the phase, and what it waits for. */
    public String status() {
        return status;
    }

    @Override
    public void started(ReleaseView told, Phase phase) {
        status = phase.toString();
    }

    @Override
    public void waiting(ReleaseView told, Phase phase, Sentence forWhat) {
        status = Messages.OpenRelease_waiting(phase, forWhat);
    }

    @Override
    public void finished(ReleaseView told, ReleaseResult result) {
        status = result.outcome().toString();
    }
}
