package io.jenkins.plugins.bluegreen.demo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.demo.Application;
import io.jenkins.plugins.bluegreen.demo.Build;
import io.jenkins.plugins.bluegreen.demo.EmbeddedDemoCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Benchmarks on the embedded cluster: the API calls of a promoted release of four objects (the backend of {@code
 * examples/}); the time from the write that makes the candidate's last Pod available until the selector's patch,
 * including the watch, READY, HEALTH and the checks of SWITCH; how long Discord messages delay a release; how long forty
 * concurrent releases wait for one another, and their CPU time; and the cost of a thousand concurrent releases. The exit
 * code is 0 if all are within their limits.
 */
public final class Bench {
    private static final int MOST_CALLS = 35;
    private static final long MOST_MILLIS = 300;
    private static final int RELEASES = 20;

    private final EmbeddedDemoCluster cluster;
    private final Application backend = Application.backend();
    private volatile Instant available;
    private int build;
    private ReleaseState last;

    private Bench(EmbeddedDemoCluster cluster) {
        this.cluster = cluster;
        cluster.cluster().onWrite((before, after, write) -> {
            if (isAvailable(after) && !isAvailable(before)) {
                available = Instant.now();
            }
        });
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        boolean within;
        try (EmbeddedDemoCluster cluster = new EmbeddedDemoCluster(Speed.fast())) {
            within = new Bench(cluster).run();
        }
        System.out.println();
        within &= CrowdBench.run();
        within &= ScaleBench.run();
        System.out.println(
                within ? "Within the limits." : "OVER A LIMIT. They are for a machine that does nothing else.");
        System.exit(within ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        boolean few = true;
        for (String what : List.of("first release", "next release")) {
            RequestLog calls = release();
            System.out.println("API calls of a promoted release of four objects, " + what + ":");
            print(calls);
            few &= calls.count() <= MOST_CALLS;
        }
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < RELEASES; i++) {
            Instant patched = patched(release());
            millis.add(Duration.between(available, patched).toMillis());
        }
        Collections.sort(millis);
        long median = (millis.get(RELEASES / 2 - 1) + millis.get(RELEASES / 2)) / 2;
        System.out.printf(
                Locale.ROOT,
                "From the last Pod available to the selector's patch, %d releases: median %d ms (limit %d), %d to %d ms%n",
                RELEASES, median, MOST_MILLIS, millis.get(0), millis.get(RELEASES - 1));
        boolean fast = median < MOST_MILLIS;
        System.out.println();
        boolean told = TellingBench.run(last);
        if (!(few && fast && told)) {
            System.out.println(
                    "OVER THE LIMIT: " + (few ? "" : "API calls ") + (fast ? "" : "time ") + (told ? "" : "Discord"));
        }
        return few && fast && told;
    }

    private RequestLog release() throws IOException, InterruptedException {
        build++;
        ReleaseSpec.Builder spec = ReleaseSpec.in(cluster.namespace(), "bench/" + build)
                .application(backend.name())
                .image("registry.example.com/shop/backend:2.0." + build)
                .health(backend.health())
                .stabilizeSeconds(0)
                .scaleDownDelaySeconds(0)
                .variable("VERSION", "2.0." + build);
        backend.variables().forEach(spec::variable);
        backend.manifests().forEach(source -> spec.manifest(source.name(), source.text()));
        List<String> lines = new ArrayList<>();
        ReleaseEvents events = new ConsoleView(lines::add, Locale.ENGLISH, false);
        int mark = cluster.cluster().requests().mark();
        last = ReleaseState.release(spec.build());
        ReleaseResult result = Build.run(cluster.connection().gateway(cluster.namespace()), last, events);
        if (result.outcome() != Outcome.PROMOTED) {
            lines.forEach(System.err::println);
            throw new IllegalStateException("A release was not promoted: " + result.message());
        }
        return cluster.cluster().requests().since(mark);
    }

    private Instant patched(RequestLog calls) {
        return calls.calls().stream()
                .filter(call -> call.is("patch", "services") && call.name().equals(backend.name()))
                .map(Call::time)
                .filter(time -> time.isAfter(available))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAvailable(ObjectNode object) {
        if (object == null || !object.path("kind").asText().equals("Deployment")) {
            return false;
        }
        JsonNode desired = object.at("/spec/replicas");
        return desired.asInt() > 0 && object.at("/status/availableReplicas").asInt() == desired.asInt();
    }

    private static void print(RequestLog calls) {
        Map<String, Long> counts = calls.calls().stream()
                .collect(Collectors.groupingBy(Bench::kind, TreeMap::new, Collectors.counting()));
        counts.forEach((kind, count) -> System.out.printf(Locale.ROOT, "  %3d  %s%n", count, kind));
        System.out.printf(Locale.ROOT, "  %3d  in all (limit %d)%n%n", calls.count(), MOST_CALLS);
    }

    private static String kind(Call call) {
        String what = call.resource().isEmpty() ? call.path().replaceFirst("\\?.*", "") : call.qualifiedResource();
        return call.verb() + " " + what + (call.dryRun() ? " (dry run)" : "");
    }
}
