package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.Journal;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.MaskedEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecording;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a release has open while it is driven: its cluster, its Discord message and its timer. */
final class ReleaseDrive {
    private static final Logger LOGGER = Logger.getLogger(ReleaseDrive.class.getName());

    private final FabricGateway gateway;
    private final Surroundings.Notification notification;
    private SentMessage posted;
    private PooledDriver.Driven driven;
    private Subscription changes;

    private ReleaseDrive(FabricGateway gateway, Surroundings.Notification notification, SentMessage posted) {
        this.gateway = gateway;
        this.notification = notification;
        this.posted = posted;
    }

    /**
     * Connects.
     *
     * @param posted the Discord message of a former process; null: none was posted
     * @throws IOException if the cluster can't be used
     */
    static ReleaseDrive open(
            Surroundings around,
            ReleaseFacts facts,
            ReleaseState state,
            SentMessage posted,
            ReleaseLog log,
            BooleanSupplier needed)
            throws IOException {
        FabricGateway gateway = around.connect(facts, state.spec().namespace(), needed);
        return new ReleaseDrive(gateway, around.notification(facts, posted, log::say), posted);
    }

    /** Begins to drive the release. */
    void begin(
            Surroundings around,
            ReleaseFacts facts,
            ReleaseState state,
            PooledDriver.Owner owner,
            ReleaseRecording recording,
            ReleaseLog log,
            AttachedEvents step,
            Journal journal) {
        recording.messageAt(() -> notification == null ? step.messageAddress() : notification.address());
        List<ReleaseEvents> all = new ArrayList<>(List.of(recording, BuildConsole.of(log::say), step));
        all.add(gateway.announcements());
        all.addAll(around.listeners(facts));
        if (notification != null) {
            all.add(notification.listener());
        }
        ReleaseEngine engine =
                new ReleaseEngine(gateway, around.probes(), ReleaseEvents.all(all), journal, Pace.normal());
        driven = around.driver(facts.cluster()).drive(engine, state, owner);
        changes = gateway.onChange(state::concerns, driven::wake);
    }

    PooledDriver.Driven driven() {
        return driven;
    }

    /**
     * Keeps a state and the reference to the message.
     *
     * @param ofBlock the message of the block around the step; null: none, or not posted yet
     */
    void save(RunningStore store, ReleaseFacts facts, ReleaseState state, SentMessage ofBlock) {
        if (notification != null) {
            posted = notification.sent();
        } else if (ofBlock != null) {
            posted = ofBlock;
        }
        store.save(facts.id(), state, posted);
    }

    SentMessage posted() {
        return posted;
    }

    /** Tells the end of a release whose step is gone, and with it the block around it, by that block's message. */
    void tellForBlock(
            Surroundings around, ReleaseFacts facts, ReleaseState state, ReleaseResult result, ReleaseLog log) {
        if (notification != null || facts.blockWebhook() == null) {
            return;
        }
        try {
            Surroundings.Notification late = around.blocksNotification(facts, posted, log::say);
            if (late != null) {
                new MaskedEvents(late.listener()).finished(state, result);
                late.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The end of a release can't be told to Discord", e);
        }
    }

    /** Stops watching the cluster and waits a few seconds for the last message. Failures are logged only. */
    void close() {
        try {
            if (changes != null) {
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
}
