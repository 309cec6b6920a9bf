package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.SimulatedRelease;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The writes of a release, each behind its fence; the watchdog looks at each as it takes effect. */
final class SimulatedWriter implements ClusterWriter {
    private final SimulatedCluster cluster;
    private final SimulatedRelease release;
    private final SimulatedGateway gateway;
    private final Fence fence;

    SimulatedWriter(SimulatedCluster cluster, SimulatedRelease release, SimulatedGateway gateway, Fence fence) {
        this.cluster = cluster;
        this.release = release;
        this.gateway = gateway;
        this.fence = fence;
    }

    private <T> T write(String what, Supplier<T> effect) {
        fence.check();
        return gateway.request(what, effect);
    }

    private void write(String what, Runnable effect) {
        write(what, () -> {
            effect.run();
            return true;
        });
    }

    @Override
    public long apply(ReleaseSpec spec, Rendering rendering, int replicas, Consumer<ObjectRef> applied) {
        write("apply Service " + RecordingCluster.APP + "-preview", () -> {});
        write("apply ConfigMap of " + rendering.deployment(), () ->
                cluster.objects.apply(rendering.specHash(), rendering.color()));
        return write("apply Deployment " + rendering.deployment() + ", " + replicas + " replicas", () -> {
            cluster.watchdog.writes(release, rendering.deployment(), replicas, rendering.specHash());
            cluster.workloads.apply(rendering.color(), rendering.specHash(), replicas);
            applied.accept(new ObjectRef("Deployment", rendering.deployment()));
            return cluster.workloads.deployments.get(rendering.deployment()).generation;
        });
    }

    @Override
    public long applyCompanion(ReleaseSpec spec, Rendering rendering, Companion companion, int replicas) {
        return write("apply Deployment " + companion.name() + ", " + replicas + " replicas", () -> {
            boolean later = companion.afterSwitch();
            cluster.watchdog.writes(release, companion.name(), later ? 0 : replicas, rendering.specHash());
            cluster.workloads.apply(companion, rendering.specHash(), later ? 0 : replicas, later ? replicas : 0);
            return cluster.workloads.deployments.get(companion.name()).generation;
        });
    }

    @Override
    public void deleteCompanion(String name) {
        write("delete Deployment " + name, () -> {
            SimulatedDeployment there = cluster.workloads.deployments.get(name);
            if (there != null) {
                cluster.watchdog.writes(release, name, -1, null);
                cluster.workloads.delete(there);
            }
        });
    }

    @Override
    public boolean applyService(Rendering rendering, String name, Traffic present) {
        boolean changes = cluster.random.nextBoolean();
        write("apply Service " + name, () -> {
            ServiceView there = cluster.services.get(name);
            if (there == null) {
                // without the ports, which change at the switch, it can't be created
                throw SimulatedCluster.refusal(ClusterException.Kind.INVALID);
            }
            if (changes) {
                cluster.patchService(name, null, there.traffic(), there.record(), SimulatedCluster.OURS);
            }
        });
        return changes;
    }

    @Override
    public boolean applyRoute(ReleaseSpec spec, Rendering rendering, Route route, String version) {
        SimulatedRoutes.State read = read(route);
        SimulatedRoutes.State applied = SimulatedRoutes.applied(read, rendering.specHash(), version);
        write("apply " + route, () -> writeRoute(route, read, applied));
        return true;
    }

    @Override
    public boolean restoreRoute(Route route, String version, boolean undo) {
        SimulatedRoutes.State read = read(route);
        if (SimulatedRoutes.isNotOf(read, version, undo)) {
            return true;
        }
        SimulatedRoutes.State restored = SimulatedRoutes.restored(read);
        if (restored == null) {
            return false;
        }
        write("restore " + route, () -> writeRoute(route, read, restored));
        return true;
    }

    private SimulatedRoutes.State read(Route route) {
        AtomicReference<SimulatedRoutes.State> read = new AtomicReference<>();
        gateway.request("get " + route, () -> {
            read.set(cluster.routes.read(route));
            return true;
        });
        return read.get();
    }

    private void writeRoute(Route route, SimulatedRoutes.State read, SimulatedRoutes.State written) {
        String before = cluster.routes.version(route);
        cluster.routes.write(route, read, written);
        cluster.watchdog.routes(release, route, before);
    }

    @Override
    public ServiceView createService(
            ReleaseSpec spec, Rendering rendering, String name, Traffic traffic, ServiceRecord record) {
        return write("create Service " + name + " to " + traffic, () -> {
            ServiceView created = cluster.createService(name, traffic, record, SimulatedCluster.OURS);
            cluster.watchdog.selects(release, name, null, traffic);
            return created;
        });
    }

    @Override
    public ServiceView patchService(ServiceView expected, Traffic traffic, ServiceRecord record) {
        return write("patch Service " + expected.name() + " to " + traffic + ", " + record.phase(), () -> {
            ServiceView before = cluster.services.get(expected.name());
            ServiceView patched = cluster.patchService(
                    expected.name(), expected.resourceVersion(), traffic, record, SimulatedCluster.OURS);
            cluster.watchdog.selects(release, expected.name(), before.traffic(), traffic);
            return patched;
        });
    }

    @Override
    public void deleteService(ServiceView expected) {
        write("delete Service " + expected.name(), () -> {
            ServiceView before = cluster.services.get(expected.name());
            if (before != null) {
                cluster.deleteService(expected.name(), expected.resourceVersion());
                cluster.watchdog.selects(release, expected.name(), before.traffic(), null);
            }
        });
    }

    @Override
    public void scale(String deployment, int replicas, int remember) {
        write("scale " + deployment + " to " + replicas, () -> {
            SimulatedDeployment there = cluster.workloads.deployments.get(deployment);
            if (there != null) {
                cluster.watchdog.writes(release, deployment, replicas, null);
                there.former = remember;
                cluster.workloads.scale(there, replicas);
            }
        });
    }

    @Override
    public void lower(String deployment, int replicas) {
        AtomicReference<Integer> read = new AtomicReference<>(gateway.workload(deployment).desired());
        write("lower " + deployment + " to " + replicas, () -> {
            SimulatedDeployment there = cluster.workloads.deployments.get(deployment);
            if (there != null && there.desired != read.get()) {
                throw SimulatedCluster.refusal(ClusterException.Kind.UNAVAILABLE);
            }
            if (there != null) {
                cluster.watchdog.lowers(release, deployment, replicas);
                cluster.workloads.scale(there, replicas);
            }
        });
    }

    @Override
    public List<ColoredObject> prune(String application, String kind, Predicate<ColoredObject> left) {
        return write("prune " + kind, () -> {
            List<ColoredObject> pruned =
                    cluster.objects.list(object -> object.kind().equals(kind) && left.test(object));
            pruned.forEach(object -> {
                cluster.watchdog.prunes(release, object);
                cluster.objects.delete(object);
            });
            return pruned;
        });
    }

    @Override
    public void keep(String application, Color color, Map<String, String> texts) {
        write("apply Secret of what is held", () -> {
            cluster.objects.keep(new ColoredObject(color, "Secret", HeldCandidate.secret(application)));
            cluster.kept = texts;
            cluster.keptBy = release;
        });
    }

    @Override
    public void keepSize(String application, Set<Color> kept, Set<Color> free) {
        throw new UnsupportedOperationException("no release here has autoscalers");
    }

    @Override
    public void deleteColor(ReleaseSpec spec, String application, Color color, String deployment) {
        for (String object : List.of("Deployment " + deployment, "ConfigMap of " + deployment)) {
            write("delete " + object, () -> {
                SimulatedDeployment there = cluster.workloads.deployments.get(deployment);
                if (there != null) {
                    cluster.watchdog.writes(release, deployment, -1, null);
                    cluster.workloads.delete(there);
                }
                if (object.startsWith("ConfigMap")) {
                    cluster.objects.list(one -> one.color() == color).forEach(cluster.objects::delete);
                }
            });
        }
    }

    @Override
    public LeaseView createLease(String name, String holder, String holderUrl, int durationSeconds) {
        return gateway.request("create Lease", () -> {
            LeaseView created = cluster.createLease(name, holder, durationSeconds);
            cluster.watchdog.takes(release, null);
            return created;
        });
    }

    @Override
    public LeaseView updateLease(
            String name, LeaseView expected, String holder, String holderUrl, int durationSeconds) {
        if (!expected.holder().equals(holder)) {
            gateway.lease(name);
        }
        return gateway.request("update Lease", () -> {
            LeaseView before = cluster.leases.get(name);
            LeaseView updated = cluster.updateLease(name, expected.resourceVersion(), holder, durationSeconds);
            cluster.watchdog.takes(release, before);
            return updated;
        });
    }

    @Override
    public void deleteLease(String name, LeaseView expected) {
        gateway.request("delete Lease", () -> {
            if (cluster.leases.containsKey(name)) {
                cluster.deleteLease(name, expected.resourceVersion());
            }
            return true;
        });
    }
}
