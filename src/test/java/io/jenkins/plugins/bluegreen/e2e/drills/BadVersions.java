package io.jenkins.plugins.bluegreen.e2e.drills;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.Disturbances;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.service.FollowingStep;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Drills of new versions that don't work. */
public final class BadVersions {
    static final String RELEASE = "release";
    static final int LONG = 600;
    /** Seconds from the start of a Pod until it says DOWN. */
    public static final int DOWN_AFTER = 20;
    private static final int WATCHED = 90;
    /** What a process with a few connections needs, and a bit. */
    private static final String LIMITED =
            """
                    resources: {limits: {memory: 16Mi}}
            """;
    /** Characters of a request that a Go server still takes. */
    private static final int LARGE = 900_000;
    private static final int LARGE_REQUESTS = 40;

    private BadVersions() {}

    static Finding imageMissing(DrillSite site) {
        return release(site, spec -> spec.image("local/missing:1"));
    }

    static Finding crashLoop(DrillSite site) {
        site.trial.environment("CRASH_AFTER", "20ms").environment("CRASH_CODE", "3");
        return release(site, spec -> {});
    }

    static Finding badConfiguration(DrillSite site) {
        site.trial.environment("WORK", "20 ms");
        return release(site, spec -> {});
    }

    /** After the live version stands. */
    private static Finding release(DrillSite site, Consumer<ReleaseSpec.Builder> more) {
        site.start(RELEASE, site.trial.prepared("v2", spec -> more.accept(spec.timeoutSeconds(LONG))));
        return new Finding(RELEASE);
    }

    static Finding downAfterSwitch(DrillSite site) {
        Trial trial = site.trial.environment("HEALTH_AFTER", DOWN_AFTER + "s");
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 2).withTiming(1, 5);
        site.start(RELEASE, trial.prepared("v2", spec -> spec.health(health).monitor(MonitorSpec.lasting(WATCHED, 1))))
                .saying("MONITOR  begins");
        long first = trial.pods(GREEN).stream().mapToLong(pod -> started(trial.admin(), pod)).min().orElseThrow();
        return new Finding(RELEASE).trouble(first + DOWN_AFTER * 1_000L, "v1");
    }

    /** When the process of a Pod wrote its first line, in milliseconds since 1970. */
    public static long started(KubernetesClient client, Pod pod) {
        String log = client.pods().resource(pod).usingTimestamps().getLog();
        return Instant.parse(log.substring(0, log.indexOf(' '))).toEpochMilli();
    }

    static Finding memory(DrillSite site) {
        Trial trial = site.trial.manifests(
                Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT + LIMITED);
        FollowingStep step = site.start(
                RELEASE, trial.prepared("v2", spec -> spec.monitor(MonitorSpec.lasting(WATCHED, 1))));
        step.saying("MONITOR  begins");
        trial.until("requests answered by v2", () -> site.load().saw("v2"));
        String url = trial.url() + "/slow?for=3s&with=" + "x".repeat(LARGE);
        Load large = Load.on(url)
                .shortConnections(LARGE_REQUESTS)
                .perSecond(LARGE_REQUESTS)
                .timeout(Duration.ofSeconds(5))
                .start();
        try (large) {
            trial.until("a Pod without memory", () -> ended(trial, GREEN) > 0 || step.end.isDone());
            long since = System.currentTimeMillis();
            Finding finding = new Finding(RELEASE).trouble(since, "v1").figure("oom", ended(trial, GREEN));
            trial.until("the traffic to be back", () -> trial.liveColor().equals("blue") || step.end.isDone());
            return finding;
        }
    }

    private static long ended(Trial trial, Color color) {
        return trial.pods(color).stream().filter(Disturbances::hasEnded).count();
    }

    static Finding rollBackByHand(DrillSite site) {
        long click = System.currentTimeMillis();
        site.start(RELEASE, site.trial.preparedRollBack());
        return new Finding(RELEASE).trouble(click, "v1");
    }

    /** The old colour of a rollback has no Pods any more. */
    static void longAgo(DrillSite site) {
        site.trial.live(GREEN).awaitGone(BLUE);
    }
}
