package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Drift;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ports that make an engine do what it must never do. Each changes one method of those that it stands before. */
public final class BrokenPorts {
    private BrokenPorts() {}

    /** A Service is patched whatever became of it since it was read. */
    public static ClusterGateway withoutPrecondition(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            if (method.equals("patchService")) {
                ServiceView read = (ServiceView) arguments[0];
                arguments[0] = new ServiceView(
                        read.name(), null, read.type(), read.traffic(), read.record(), read.selectorManager());
            }
            return inner.call(arguments);
        });
    }

    /** The Pods that a Service selects count as its endpoints at once. */
    public static ClusterGateway withoutEndpoints(ClusterGateway cluster) {
        return gateway(cluster, (method, arguments, inner) -> method.equals("endpoints")
                ? cluster.readyPods(cluster.service((String) arguments[0])
                        .orElseThrow()
                        .traffic()
                        .selector())
                : inner.call(arguments));
    }

    /** No colour has a ready Pod unless the other one has. */
    public static ClusterGateway waitingForCandidate(ClusterGateway cluster) {
        return gateway(cluster, (method, arguments, inner) -> {
            Object answer = inner.call(arguments);
            if (!method.equals("workload")) {
                return answer;
            }
            String deployment = (String) arguments[0];
            String other = RecordingCluster.APP + (deployment.endsWith("blue") ? "-green" : "-blue");
            Workload others = cluster.workload(other);
            boolean waits = others.exists() && others.deployment().desired() > 0 && others.readyPods() == 0;
            return waits ? new Workload(((Workload) answer).deployment(), List.of()) : answer;
        });
    }

    /** A Lease is renewed in words only. */
    public static ClusterGateway withoutRenewal(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            LeaseView held = method.equals("updateLease") ? (LeaseView) arguments[1] : null;
            return held != null && held.holder().equals(arguments[2]) ? held : inner.call(arguments);
        });
    }

    /** Pods that are there count as ready. */
    public static ClusterGateway withoutReadiness(ClusterGateway cluster) {
        return gateway(cluster, (method, arguments, inner) -> {
            Object answer = inner.call(arguments);
            if (!method.equals("readyPods") && !method.equals("podsAtSwitch")) {
                return answer;
            }
            Object color = ((Map<?, ?>) arguments[0]).get("color");
            List<String> all = cluster.workload(RecordingCluster.APP + "-" + color).pods().stream()
                    .map(PodView::name)
                    .toList();
            return answer instanceof PodsAtSwitch pods ? new PodsAtSwitch(all, pods.live()) : all;
        });
    }

    /** The colour that has the traffic is as small as can be. */
    public static ClusterGateway withSmallLiveColor(ClusterGateway cluster) {
        return gateway(cluster, (method, arguments, inner) -> {
            Object answer = inner.call(arguments);
            if (answer instanceof PodsAtSwitch pods) {
                return new PodsAtSwitch(pods.ready(), 1);
            }
            return method.equals("workload")
                            && cluster.endpoints(RecordingCluster.APP).stream()
                                    .anyMatch(pod -> pod.startsWith(arguments[0] + "-"))
                    ? wanting(1, (Workload) answer)
                    : answer;
        });
    }

    private static Workload wanting(int replicas, Workload workload) {
        DeploymentView view = workload.deployment();
        return view == null
                ? workload
                : new Workload(changed(view, replicas, view.refusal()), workload.pods());
    }

    private static DeploymentView changed(DeploymentView view, int replicas, String refusal) {
        return new DeploymentView(
                view.name(),
                view.generation(),
                view.observedGeneration(),
                replicas,
                view.minReadySeconds(),
                view.total(),
                view.updated(),
                view.ready(),
                view.available(),
                view.image(),
                view.specHash(),
                view.formerReplicas(),
                view.preStop(),
                refusal);
    }

    /** Routes are applied with the candidate. */
    public static ClusterGateway withEarlyRoutes(ClusterGateway cluster) {
        return gateway(cluster, (method, arguments, inner) -> {
            if (!method.equals("writer")) {
                return inner.call(arguments);
            }
            ClusterWriter writer = (ClusterWriter) inner.call(arguments);
            return before(ClusterWriter.class, writer, (write, of, applied) -> {
                if (write.equals("apply")) {
                    ReleaseSpec spec = (ReleaseSpec) of[0];
                    Rendering rendering = (Rendering) of[1];
                    rendering.routes().forEach(route -> writer.applyRoute(spec, rendering, route, spec.id()));
                }
                return applied.call(of);
            });
        });
    }

    /** Routes stay as a release has left them. */
    public static ClusterGateway withoutRestoration(ClusterGateway cluster) {
        return writer(
                cluster,
                (method, arguments, inner) -> method.equals("restoreRoute") ? true : inner.call(arguments));
    }

    /** Services of others are not seen. */
    public static ClusterGateway withoutOthers(ClusterGateway cluster) {
        return gateway(
                cluster,
                (method, arguments, inner) -> method.equals("servicesOf") ? List.of() : inner.call(arguments));
    }

    /** What was released counts as what runs. */
    public static ClusterGateway withoutComparison(ClusterGateway cluster) {
        return gateway(
                cluster, (method, arguments, inner) -> method.equals("drift") ? Drift.none() : inner.call(arguments));
    }

    /** What a node has ended counts as a Pod. */
    public static ClusterGateway withEvictedPods(ClusterGateway cluster) {
        return ((SimulatedGateway) cluster).listingEvicted();
    }

    /** Whatever keeps a Pod from starting is for good. */
    public static ClusterGateway withFinalTroubles(ClusterGateway cluster) {
        return seeing(cluster, workload -> new Workload(
                workload.deployment(), workload.pods().stream().map(BrokenPorts::broken).toList()));
    }

    private static PodView broken(PodView pod) {
        PodTrouble trouble = pod.trouble() == null
                ? null
                : new PodTrouble(PodTrouble.Kind.CONFIGURATION, "app", pod.trouble().detail());
        return new PodView(
                pod.name(),
                pod.uid(),
                pod.specHash(),
                pod.ready(),
                pod.readySince(),
                pod.terminating(),
                pod.restarts(),
                trouble);
    }

    /** A full quota looks like any other refusal. */
    public static ClusterGateway withFinalQuota(ClusterGateway cluster) {
        return seeing(cluster, workload -> {
            DeploymentView view = workload.deployment();
            return view == null || view.refusal() == null
                    ? workload
                    : new Workload(changed(view, view.desired(), "denied"), workload.pods());
        });
    }

    /** Pods that are not ready are not there. */
    public static ClusterGateway withoutStartingPods(ClusterGateway cluster) {
        return seeing(cluster, workload -> new Workload(
                workload.deployment(),
                workload.pods().stream().filter(PodView::ready).toList()));
    }

    private static ClusterGateway seeing(ClusterGateway cluster, UnaryOperator<Workload> as) {
        return gateway(
                cluster,
                (method, arguments, inner) -> method.equals("workload")
                        ? as.apply((Workload) inner.call(arguments))
                        : inner.call(arguments));
    }

    /** A Service that somebody else has just written is never patched. */
    public static ClusterGateway withFinalConflicts(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            try {
                return inner.call(arguments);
            } catch (ClusterException e) {
                boolean last = method.equals("patchService") && e.kind() == ClusterException.Kind.CONFLICT;
                throw last ? RecordingCluster.refusal(ClusterException.Kind.INVALID) : e;
            }
        });
    }

    /** What the manifests no longer hold stays. */
    public static ClusterGateway withoutPruning(ClusterGateway cluster) {
        return writer(
                cluster, (method, arguments, inner) -> method.equals("prune") ? List.of() : inner.call(arguments));
    }

    /** All of a kind is pruned, once something of it has left the manifests. */
    public static ClusterGateway withGreedyPruning(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            if (method.equals("prune")) {
                arguments[2] = (Predicate<ColoredObject>) object -> true;
            }
            return inner.call(arguments);
        });
    }

    /** Autoscalers stay as they are once they may not shrink a colour. */
    public static ClusterGateway withoutGivingBack(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            if (method.equals("keepSize")) {
                arguments[2] = Set.of();
            }
            return inner.call(arguments);
        });
    }

    /** What the Pods of a Deployment are made of stays what it was seen to be first. */
    public static ClusterGateway withoutTemplates(ClusterGateway cluster) {
        Map<Object, Optional<?>> first = new ConcurrentHashMap<>();
        return gateway(cluster, (method, arguments, inner) -> {
            Object answer = inner.call(arguments);
            boolean template = method.toLowerCase(Locale.ROOT).endsWith("template");
            return template && answer instanceof Optional<?> now && now.isPresent()
                    ? first.computeIfAbsent(arguments[0], deployment -> now)
                    : answer;
        });
    }

    /** Why Pods are not ready is not asked. */
    public static ClusterGateway withoutDiagnosis(ClusterGateway cluster) {
        return gateway(
                cluster,
                (method, arguments, inner) -> method.equals("diagnose") ? Optional.empty() : inner.call(arguments));
    }

    /** Before traffic is moved, it is asked why Pods are not ready. */
    public static ClusterGateway withDiagnosisFirst(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            if (method.equals("patchService")
                    && !((ServiceView) arguments[0]).traffic().selectsAs((Traffic) arguments[1])) {
                for (Color color : Color.values()) {
                    cluster.diagnose(RecordingCluster.APP + "-" + color, null);
                }
            }
            return inner.call(arguments);
        });
    }

    /** Nothing is moved while there is no room to note it down. */
    public static ClusterGateway withBookkeeping(ClusterGateway cluster) {
        return writer(cluster, (method, arguments, inner) -> {
            if (method.equals("patchService") && ((SimulatedGateway) cluster).isDiskFull()) {
                throw new IllegalStateException("no space left on device");
            }
            return inner.call(arguments);
        });
    }

    // ------------------------------------------------------------ how they are made

    @FunctionalInterface
    private interface Inner {
        Object call(Object[] arguments) throws Throwable;
    }

    @FunctionalInterface
    private interface Change {
        Object call(String method, Object[] arguments, Inner inner) throws Throwable;
    }

    private static ClusterGateway writer(ClusterGateway cluster, Change change) {
        return gateway(
                cluster,
                (method, arguments, inner) -> method.equals("writer")
                        ? before(ClusterWriter.class, (ClusterWriter) inner.call(arguments), change)
                        : inner.call(arguments));
    }

    private static ClusterGateway gateway(ClusterGateway cluster, Change change) {
        return before(ClusterGateway.class, cluster, change);
    }

    private static <T> T before(Class<T> type, T port, Change change) {
        InvocationHandler handler = (proxy, method, arguments) ->
                change.call(method.getName(), arguments, changed -> invoke(method, port, changed));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Method method, Object port, Object[] arguments) throws Throwable {
        try {
            return method.invoke(port, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
