package io.jenkins.plugins.bluegreen.jenkins.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.drive.Lanes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import io.jenkins.plugins.bluegreen.jenkins.store.TestSeal;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/** The life of one controller between two starts: its threads and its {@link Releases}, without a Jenkins. */
public final class Controller implements Surroundings, AutoCloseable {
    private static final HttpProbes PROBES = new HttpProbes(new OkHttpClient());

    public final Releases releases;
    private final ClusterConnection connection;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            8, 8, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
    private final PooledDriver driver = new PooledDriver(new Lanes(threads), timer, new ReleaseClock());
    /** What Discord got by the message of the block around a step. */
    final List<String> toldForBlock = new CopyOnWriteArrayList<>();
    /** The records that builds and jobs were given. */
    final List<ReleaseRecord> shown = new CopyOnWriteArrayList<>();
    /** The address of the message of every release; null: there is no message. */
    volatile String message;
    /** How often the cluster can't be used yet. */
    int refusals;

    /** The listeners of all releases. */
    public final List<ReleaseEvents> listeners = new CopyOnWriteArrayList<>();
    private final Notifications notifications;

    private volatile boolean stopping;

    /** Starts or continues the message of a release, or returns null. */
    @FunctionalInterface
    public interface Notifications {
        Notification of(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble);
    }

    /** Starts on what a former one has left in its home. */
    public Controller(Path home, String kubeconfig) {
        this(home, kubeconfig, null);
    }

    /** The same with messages about releases; null: what {@link #message} says. */
    public Controller(Path home, String kubeconfig, Notifications notifications) {
        this.notifications = notifications != null
                ? notifications
                : (facts, posted, trouble) -> message == null ? null : telling(posted);
        connection = GivenConnection.open(kubeconfig);
        releases = new Releases(new RunningStore(home, new TestSeal()), new ReleaseHistory(home), this);
    }

    @Override
    public FabricGateway connect(ReleaseFacts facts, String namespace, BooleanSupplier needed) throws IOException {
        if (refusals-- > 0) {
            throw new IOException("no such credentials");
        }
        return connection.gateway(namespace);
    }

    @Override
    public MonitorProbes probes() {
        return PROBES;
    }

    @Override
    public Notification notification(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble) {
        return notifications.of(facts, posted, trouble);
    }

    @Override
    public Notification blocksNotification(ReleaseFacts facts, SentMessage posted, Consumer<String> trouble) {
        assertEquals("builds", facts.blockWebhook());
        return telling(posted);
    }

    private Notification telling(SentMessage posted) {
        return new Notification() {
            @Override
            public ReleaseEvents listener() {
                return ReleaseEvents.all(List.of(new ConsoleView(toldForBlock::add, Locale.ENGLISH, false)));
            }

            @Override
            public SentMessage sent() {
                return posted;
            }

            @Override
            public String address() {
                return "".equals(message) ? null : message;
            }

            @Override
            public void end() {}
        };
    }

    @Override
    public List<ReleaseEvents> listeners(ReleaseFacts facts) {
        return listeners;
    }

    @Override
    public PooledDriver driver(String cluster) {
        return driver;
    }

    @Override
    public void prepare(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void prepareIn(long millis, Runnable work) {
        timer.schedule(() -> prepare(work), millis / 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public void over(ReleaseFacts facts, ReleaseRecord record) {
        shown.add(record);
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    /** Ends this life: moves under way are made, no other follows. */
    @Override
    public void close() {
        stopping = true;
        threads.shutdown();
        timer.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
