package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.monitoring.ReleaseCounts;
import io.jenkins.plugins.bluegreen.jenkins.monitoring.ReleaseLogFile;
import io.jenkins.plugins.bluegreen.jenkins.service.Surroundings;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/** What releases use of the controller: its configuration, credentials and threads. */
final class ControllerSurroundings implements Surroundings {
    private static final Logger LOGGER = Logger.getLogger(ControllerSurroundings.class.getName());

    @Override
    public FabricGateway connect(ReleaseFacts facts, String namespace, BooleanSupplier needed) throws IOException {
        return Clusters.connect(
                        Clusters.named(facts.cluster()),
                        job(facts),
                        ControllerReleases.build(facts),
                        facts.id(),
                        needed)
                .gateway(namespace);
    }

    /** The job whose right to use a cluster or a webhook is the release's; null: it was a user's, and was checked. */
    private static String job(ReleaseFacts facts) {
        return facts.user() == null ? facts.job() : null;
    }

    @Override
    public MonitorProbes probes() {
        return SharedProbes.get().probes();
    }

    @Override
    public Notification notification(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble) {
        return notification(facts.webhook(), facts, posted, trouble);
    }

    @Override
    public Notification blocksNotification(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble) {
        return notification(facts.blockWebhook(), facts, posted, trouble);
    }

    private static Notification notification(
            String webhook, ReleaseFacts facts, SentMessage posted, Consumer<String> trouble) {
        return ReleaseNotification.open(webhook, job(facts), ControllerReleases.build(facts), trouble, posted);
    }

    @Override
    public List<ReleaseEvents> listeners(ReleaseFacts facts) {
        List<ReleaseEvents> all = new ArrayList<>();
        all.add(ReleaseCounts.get().of(facts.id(), facts.cluster()));
        all.add(ReleaseLogFile.get().of(facts.id(), facts.cluster(), facts.job(), facts.startedBy()));
        Run<?, ?> build = facts.user() == null ? ControllerReleases.build(facts) : null;
        if (facts.user() != null) {
            all.addAll(ReleaseListener.all(facts.user()));
        } else if (build != null) {
            all.addAll(ReleaseListener.all(build));
        }
        return all;
    }

    @Override
    public PooledDriver driver(String cluster) {
        return ReleaseThreads.get().driver(cluster);
    }

    @Override
    public void prepare(Runnable work) {
        ReleaseThreads.get().prepare(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.SEVERE, "A release is not gone on with", e);
            }
        });
    }

    @Override
    public void prepareIn(long millis, Runnable work) {
        Timer.get().schedule(() -> prepare(work), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void over(ReleaseFacts facts, ReleaseRecord record) {
        BuildPages.over(facts, record);
    }

    @Override
    public boolean isStopping() {
        return ReleaseThreads.get().areStopped();
    }
}
