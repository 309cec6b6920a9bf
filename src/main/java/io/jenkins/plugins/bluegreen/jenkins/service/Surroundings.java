package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the releases need of the controller. */
public interface Surroundings {
    /** A Discord message that follows a release. */
    interface Notification {
        ReleaseEvents listener();

        /** The reference that continues the message after a restart; null until Discord has it. */
        SentMessage sent();

        /** Where people see the message; null while that is not known. */
        default String address() {
            return null;
        }

        /** Waits a few seconds until Discord has the last update. */
        void end() throws InterruptedException;
    }

    /**
     * Connects to a release's cluster. Reads credentials.
     *
     * @param needed whether the connection must stay open
     * @throws IOException if the cluster can't be used
     */
    FabricGateway connect(ReleaseFacts facts, String namespace, BooleanSupplier needed) throws IOException;

    MonitorProbes probes();

    /**
     * Starts or continues the message of a release.
     *
     * @param trouble told when Discord can't be
     * @return null if there is none
     */
    Notification notification(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble);

    /** The same by the message of the block around the release's step, when the block itself is gone. */
    Notification blocksNotification(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble);

    /** The listeners of other plugins; none when the build is gone. */
    List<ReleaseEvents> listeners(ReleaseFacts facts);

    PooledDriver driver(String cluster);

    /** Runs work that may take a while on another thread. */
    void prepare(Runnable work);

    /** The same later. */
    void prepareIn(long millis, Runnable work);

    /** Shows the record of a release that is over with its build and its job, if they are there. Never fails. */
    default void over(ReleaseFacts facts, ReleaseRecord record) {}

    /** Whether the controller shuts down: what fails now goes on after the restart. */
    boolean isStopping();
}
