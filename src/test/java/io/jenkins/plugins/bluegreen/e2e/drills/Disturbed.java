package io.jenkins.plugins.bluegreen.e2e.drills;

import static io.jenkins.plugins.bluegreen.e2e.drills.BadVersions.RELEASE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.Disturbances;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.jenkins.service.FollowingStep;
import java.util.List;

/** Drills of what a cluster does to a release that is fine. */
final class Disturbed {
    private static final int WATCHED = 20;
    private static final int MORE = 4;

    private Disturbed() {}

    /** Pods that go on to serve until no node sends them requests any more, and a budget. */
    static void draining(DrillSite site) {
        site.trial.manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET,
                        Yaml.SERVICE,
                        Yaml.DEPLOYMENT.replace("value: graceful", "value: drain"),
                        Yaml.DISRUPTION_BUDGET)
                .environment("DRAIN", "4s")
                .live(BLUE);
    }

    static Finding nodeDrained(DrillSite site) {
        Trial trial = site.trial;
        List<Pod> before = watched(site);
        before.forEach(pod -> Disturbances.evict(trial, pod));
        trial.until("others in their place", () -> ready(trial) == before.size()
                && trial.pods(GREEN).stream().noneMatch(before::contains));
        return new Finding(RELEASE).figure("evicted", before.size());
    }

    static Finding podEvicted(DrillSite site) {
        Trial trial = site.trial;
        Pod doomed = watched(site).get(0);
        Disturbances.endForGood(trial, doomed);
        trial.until("the Pod to end",
                () -> "Failed".equals(trial.admin().pods().resource(doomed).get().getStatus().getPhase()));
        return new Finding(RELEASE);
    }

    private static List<Pod> watched(DrillSite site) {
        site.start(RELEASE, site.trial.prepared("v2", spec -> spec.monitor(MonitorSpec.lasting(WATCHED, 1))))
                .saying("MONITOR  begins");
        return site.trial.pods(GREEN);
    }

    private static int ready(Trial trial) {
        Integer ready = trial.admin().apps().deployments().inNamespace(trial.namespace())
                .withName(Trial.APPLICATION + "-green").get().getStatus().getReadyReplicas();
        return ready == null ? 0 : ready;
    }

    static void autoscaled(DrillSite site) {
        site.trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT, Yaml.AUTOSCALER).live(BLUE);
    }

    static Finding autoscaler(DrillSite site) {
        Trial trial = site.trial;
        FollowingStep step = site.start(RELEASE, trial.prepared("v2", spec -> spec.timeoutSeconds(BadVersions.LONG)
                .body(true)));
        trial.until("the release's block", () -> !step.bodies.isEmpty());
        trial.admin().autoscaling().v2().horizontalPodAutoscalers().inNamespace(trial.namespace())
                .withName(Trial.APPLICATION + "-blue")
                .edit(scaler -> {
                    scaler.getSpec().setMinReplicas(MORE);
                    return scaler;
                });
        trial.until("the autoscaler", () -> {
            Integer ready = trial.admin().apps().deployments().inNamespace(trial.namespace())
                    .withName(Trial.APPLICATION + "-blue").get().getStatus().getReadyReplicas();
            return ready != null && ready == MORE;
        });
        site.controller.releases.bodyEnded(RELEASE, null);
        site.record(RELEASE);
        int atSwitch = trial.history.readyAtEachSwitchTo("green").get(0);
        Finding finding = new Finding(RELEASE).figure("replicas", atSwitch);
        if (atSwitch < MORE) {
            finding.problems.add("the new colour got the traffic with " + atSwitch + " ready Pods, not " + MORE);
        }
        return finding;
    }
}
