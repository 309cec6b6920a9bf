package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.SimulatedRelease;
import io.jenkins.plugins.bluegreen.engine.Watchdog;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A cluster on a {@link VirtualTime}: what its API server holds and how it answers, conflicts and missing objects as the
 * real one does. Who asks, and how long that takes, is {@link SimulatedGateway}'s.
 */
public final class SimulatedCluster {
    /** What the last held release was made of, and which one that was; there while its Secret is. */
    Map<String, String> kept = Map.of();

    SimulatedRelease keptBy;
    public static final String OURS = "jenkins-blue-green";

    public final VirtualTime time;
    public final SplittableRandom random;
    public final Map<String, ServiceView> services = new LinkedHashMap<>();
    /** What the Services of others select. */
    public final Map<String, Traffic> others = new TreeMap<>();
    public final Map<String, LeaseView> leases = new TreeMap<>();
    public final SimulatedObjects objects = new SimulatedObjects();
    public final SimulatedRoutes routes = new SimulatedRoutes();
    public final SimulatedWorkloads workloads = new SimulatedWorkloads(this);
    public final Watchdog watchdog;

    /** Counts what happened, so that what was read can be told from what came later. */
    public long tick;

    /** How much longer than usual everything may take. */
    private final int slowness;

    private long version;

    public SimulatedCluster(VirtualTime time, SplittableRandom random, int slowness) {
        this.time = time;
        this.random = random;
        this.slowness = slowness;
        watchdog = new Watchdog(this);
    }

    /** Does something between {@code least} and {@code most} milliseconds from now; mostly soon. */
    public void later(long least, long most, Runnable what) {
        time.after(delay(least, most), what);
    }

    long delay(long least, long most) {
        long usual = least + (most - least) / 20;
        long bound = random.nextInt(4) == 0 ? most * slowness : usual;
        return least >= bound ? least : random.nextLong(least, bound);
    }

    static ClusterException refusal(ClusterException.Kind kind) {
        return RecordingCluster.refusal(kind);
    }

    private static ServiceView missing(ServiceView view) {
        if (view == null) {
            throw refusal(ClusterException.Kind.NOT_FOUND);
        }
        return view;
    }

    // ------------------------------------------------------------ Services

    public ServiceView createService(String name, Traffic traffic, ServiceRecord record, String manager) {
        if (services.containsKey(name)) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        return put(new ServiceView(name, "", "ClusterIP", traffic, record, manager));
    }

    /** Changes a Service; {@code resourceVersion} is the precondition, null for none. */
    ServiceView patchService(
            String name, String resourceVersion, Traffic traffic, ServiceRecord record, String manager) {
        ServiceView there = missing(services.get(name));
        if (resourceVersion != null && !resourceVersion.equals(there.resourceVersion())) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        boolean moved = !there.traffic().selectsAs(traffic);
        // as the real writer does: what a release does not know, it leaves as it is
        ServiceRecord written = record.objects() == null ? record.withObjects(there.record().objects()) : record;
        return put(new ServiceView(
                name, "", there.type(), traffic, written, moved ? manager : there.selectorManager()));
    }

    private ServiceView put(ServiceView view) {
        ServiceView written = new ServiceView(
                view.name(),
                String.valueOf(++version),
                view.type(),
                view.traffic(),
                view.record(),
                view.selectorManager());
        services.put(view.name(), written);
        tick++;
        workloads.endpointsChanged();
        return written;
    }

    void deleteService(String name, String resourceVersion) {
        ServiceView there = missing(services.get(name));
        if (resourceVersion != null && !resourceVersion.equals(there.resourceVersion())) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        services.remove(name);
        tick++;
        workloads.endpointsChanged(name);
    }

    // ------------------------------------------------------------ Leases

    LeaseView createLease(String name, String holder, int durationSeconds) {
        if (leases.containsKey(name)) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        return putLease(name, holder, durationSeconds);
    }

    LeaseView updateLease(String name, String resourceVersion, String holder, int durationSeconds) {
        requireLease(name, resourceVersion);
        return putLease(name, holder, durationSeconds);
    }

    void deleteLease(String name, String resourceVersion) {
        requireLease(name, resourceVersion);
        leases.remove(name);
        tick++;
    }

    /** A Lease as its holder writes it, whoever had it before. */
    LeaseView putLease(String name, String holder, int durationSeconds) {
        LeaseView lease = new LeaseView(String.valueOf(++version), holder, "", durationSeconds);
        leases.put(name, lease);
        tick++;
        return lease;
    }

    private void requireLease(String name, String resourceVersion) {
        LeaseView there = leases.get(name);
        if (there == null) {
            throw refusal(ClusterException.Kind.NOT_FOUND);
        }
        if (!there.resourceVersion().equals(resourceVersion)) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
    }
}
