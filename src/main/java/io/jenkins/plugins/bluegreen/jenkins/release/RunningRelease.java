package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The in-memory half of a running release: connection, listeners, timer. Rebuilt after a restart. */
public final class RunningRelease {
    private static final Logger LOGGER = Logger.getLogger(RunningRelease.class.getName());

    private final String cluster;
    private final FabricGateway gateway;
    private final ReleaseState state;
    private final ReleaseEngine engine;
    private final ReleaseStatus status;
    private final ReleaseNotification notification;
    private PooledDriver.Driven driven;
    private Subscription changes;

    private RunningRelease(
            String cluster,
            FabricGateway gateway,
            ReleaseState state,
            ReleaseEngine engine,
            ReleaseStatus status,
            ReleaseNotification notification) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.state = state;
        this.engine = engine;
        this.status = status;
        this.notification = notification;
    }

    /**
     * Connects to the cluster and opens the notification; {@link #begin} starts the release. Reads credentials, so not
     * on the CPS thread.
     *
     * @param saved the content of the release's file
     * @param cluster name of a configured cluster; null: the only one
     * @param webhook name of a configured Discord webhook; null: none
     * @param log the build's log, which shows the release
     * @param listeners notified of the release too
     * @throws AbortException if the cluster can't be used
     */
    public static RunningRelease open(
            ReleaseIdentity identity,
            ReleaseFile.Content saved,
            String cluster,
            String webhook,
            TaskListener log,
            List<ReleaseEvents> listeners)
            throws AbortException {
        ClusterEntry entry = Clusters.named(cluster);
        FabricGateway gateway = Clusters.connect(entry, identity.run()).gateway(saved.state.spec().namespace());
        ReleaseNotification notification = ReleaseNotification.open(webhook, identity.run(), log, saved.message);
        ReleaseStatus status = new ReleaseStatus();
        List<ReleaseEvents> all = new ArrayList<>();
        all.add(BuildConsole.of(log));
        all.addAll(listeners);
        all.addAll(ReleaseListener.all(identity.run()));
        all.add(status);
        if (notification != null) {
            all.add(notification.listener());
        }
        ReleaseFile file = identity.file();
        ReleaseEngine engine = new ReleaseEngine(
                gateway,
                SharedProbes.get().probes(),
                ReleaseEvents.all(all),
                changed -> file.save(changed, notification == null ? null : notification.sent()),
                Pace.normal());
        return new RunningRelease(entry.getName(), gateway, saved.state, engine, status, notification);
    }

    /**
     * Starts the release.
     *
     * @param bodyLost whether its block has to run again
     */
    public synchronized void begin(ReleaseFollower follower, boolean bodyLost) {
        if (bodyLost) {
            engine.bodyLost(state);
        }
        driven = ReleaseThreads.get().driver(cluster).drive(engine, state, new Owner(follower));
        changes = gateway.onChange(state::concerns, driven::wake);
    }

    /** Aborts the release; returns at once. */
    public synchronized void abort() {
        driven.abort();
    }

    /**
     * Reports the end of the block; returns at once.
     *
     * @param failure null if the block succeeded
     */
    public synchronized void bodyEnded(Sentence failure) {
        driven.bodyEnded(failure);
    }

    /** One line for people: the phase, and what it waits for. */
    public String status() {
        return status.toString();
    }

    /** Stops watching the cluster and waits a few seconds for the last message. Failures are logged only. */
    private void close() {
        try {
            synchronized (this) {
                changes.close();
            }
            if (notification != null) {
                notification.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The connections of a release that is over can't be closed", e);
        }
    }

    /** Closes what the release had open before the follower is told of the end. */
    private final class Owner implements PooledDriver.Owner {
        private final ReleaseFollower follower;

        Owner(ReleaseFollower follower) {
            this.follower = follower;
        }

        @Override
        public void runBody(ReleaseState told) {
            follower.runBody(told);
        }

        @Override
        public void finished(ReleaseState told, ReleaseResult result) {
            close();
            follower.finished(result);
        }

        @Override
        public void broke(ReleaseState told, Throwable problem) {
            LOGGER.log(Level.SEVERE, "A release broke in " + told.phase(), problem);
            if (!ReleaseThreads.get().areStopped()) {
                try {
                    close();
                } finally {
                    follower.broke(problem);
                }
            }
        }
    }
}
