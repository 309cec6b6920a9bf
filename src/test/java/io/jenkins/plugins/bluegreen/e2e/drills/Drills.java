package io.jenkins.plugins.bluegreen.e2e.drills;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.bluegreen.demo.drills.Drill;
import io.jenkins.plugins.bluegreen.demo.drills.DrillDocument;
import io.jenkins.plugins.bluegreen.demo.drills.DrillJson;
import io.jenkins.plugins.bluegreen.demo.drills.DrillResult;
import io.jenkins.plugins.bluegreen.demo.drills.RanOn;
import io.jenkins.plugins.bluegreen.demo.drills.Told;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Restart;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The program of {@code make drills}. Makes each failure of {@link Drill} in a release on a real cluster, under
 * traffic, some at a time, and writes {@code docs/drills.md}, {@code docs/drills.ko.md} and
 * {@code target/drills/report.json} from what it measured. With the system property {@code only}, a comma-separated
 * list of drills' names, it runs these and writes the documents to {@code target/drills} instead. The exit code is 0 if
 * every outcome and every loss was as promised.
 */
public final class Drills {
    private static final int AT_ONCE = Integer.getInteger("atonce", 3);
    private static final String ONLY = System.getProperty("only", "");
    private static final Path REPORTS = Path.of("target", "drills");
    private static final long MOST_MINUTES = 15;
    /** How long nodes may send new connections to Pods that a Service no longer selects. */
    private static final long ROUTING_LAG_MILLIS = 5_000;
    private static final Consumer<DrillSite> LIVE = site -> site.trial.live(BLUE);

    /** What happens in a drill. */
    private record Course(Consumer<DrillSite> before, Function<DrillSite, Finding> run) {}

    private static final Map<Drill, Course> COURSES = new EnumMap<>(Map.ofEntries(
            Map.entry(Drill.IMAGE_MISSING, new Course(LIVE, BadVersions::imageMissing)),
            Map.entry(Drill.CRASH_LOOP, new Course(LIVE, BadVersions::crashLoop)),
            Map.entry(Drill.BAD_CONFIGURATION, new Course(LIVE, BadVersions::badConfiguration)),
            Map.entry(Drill.DOWN_AFTER_SWITCH, new Course(LIVE, BadVersions::downAfterSwitch)),
            Map.entry(Drill.MEMORY, new Course(LIVE, BadVersions::memory)),
            Map.entry(Drill.NODE_DRAINED, new Course(Disturbed::draining, Disturbed::nodeDrained)),
            Map.entry(Drill.POD_EVICTED, new Course(Disturbed::draining, Disturbed::podEvicted)),
            Map.entry(Drill.AUTOSCALER, new Course(Disturbed::autoscaled, Disturbed::autoscaler)),
            Map.entry(Drill.API_SERVER_GONE, new Course(LIVE, Lost::apiServerGone)),
            Map.entry(Drill.CONTROLLER_KILLED, new Course(LIVE, Lost::controllerKilled)),
            Map.entry(Drill.AGENT_LOST, new Course(LIVE, Lost::agentLost)),
            Map.entry(Drill.DISCORD_GONE, new Course(LIVE, Lost::discordGone)),
            Map.entry(Drill.ROLLBACK_BY_HAND, new Course(BadVersions::longAgo, BadVersions::rollBackByHand)),
            Map.entry(Drill.TWO_AT_ONCE, new Course(LIVE, Lost::twoAtOnce))));

    private final RealCluster cluster;
    private final Map<Drill, DrillResult> results = new EnumMap<>(Drill.class);
    private boolean complete = true;

    private Drills(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** Runs the drills. */
    public static void main(String[] arguments) throws Exception {
        Thread watchdog = new Thread(Drills::endInTime, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        boolean kept;
        try (RealCluster cluster = RealCluster.connect()) {
            kept = new Drills(cluster).run();
        }
        System.exit(kept ? 0 : 1);
    }

    private static void endInTime() {
        try {
            TimeUnit.MINUTES.sleep(MOST_MINUTES);
            System.err.println("Not over after " + MOST_MINUTES + " minutes.");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run() throws IOException, InterruptedException {
        double loadBefore = load();
        List<Drill> wanted = Stream.of(Drill.values()).filter(Drills::isWanted).toList();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        Map<Drill, Future<DrillResult>> begun = new EnumMap<>(Drill.class);
        wanted.stream()
                .filter(drill -> drill != Drill.API_SERVER_GONE)
                .forEach(drill -> begun.put(drill, threads.submit(() -> play(drill))));
        for (Map.Entry<Drill, Future<DrillResult>> one : begun.entrySet()) {
            take(one.getKey(), one.getValue());
        }
        // it disturbs everything else, so it is alone
        if (wanted.contains(Drill.API_SERVER_GONE) && !Restart.command().isEmpty()) {
            take(Drill.API_SERVER_GONE, threads.submit(() -> play(Drill.API_SERVER_GONE)));
        }
        threads.shutdownNow();
        write(ranOn(loadBefore));
        results.values().forEach(result -> result.problems().forEach(
                problem -> System.out.println("NOT AS PROMISED: " + result.drill().key() + ": " + problem)));
        return complete && results.values().stream().allMatch(result -> result.problems().isEmpty());
    }

    private void take(Drill drill, Future<DrillResult> future) throws InterruptedException {
        try {
            DrillResult result = future.get();
            results.put(drill, result);
        } catch (ExecutionException e) {
            complete = false;
            System.err.println("NOT MEASURED: " + drill.key());
            e.getCause().printStackTrace();
        }
    }

    private DrillResult play(Drill drill) throws IOException, InterruptedException {
        return play(cluster, drill, (result, left) -> {});
    }

    /**
     * Runs one drill.
     *
     * @param more gets the result, and the state that is left behind
     */
    public static DrillResult play(RealCluster cluster, Drill drill, BiConsumer<DrillResult, String> more)
            throws IOException, InterruptedException {
        Course course = COURSES.get(drill);
        try (DrillSite site = new DrillSite(cluster)) {
            course.before().accept(site);
            site.users();
            Finding finding = run(course, site);
            ReleaseRecord record = site.record(finding.release);
            site.trial.until("the Pods without traffic to go", () -> site.trial.pods(Map.of("app", "backend")).stream()
                    .allMatch(pod -> record.color().equals(pod.getMetadata().getLabels().get("color"))
                            || "Failed".equals(pod.getStatus().getPhase())));
            site.trial.goesOn(site.load(), 2 * DrillSite.PER_SECOND);
            LoadResult load = site.load().stop();
            if (drill != Drill.DISCORD_GONE) {
                // the last edits come through Discord's limits
                site.trial.until("the last messages", () -> site.told(record).tellsEnd());
            }
            DrillResult result = result(drill, site, finding, record, load);
            System.err.println(drill.key() + ": " + result.outcome() + ", " + load.requests() + " requests, "
                    + load.lost() + " lost, back after " + result.backSeconds() + " s " + result.problems());
            more.accept(result, LeftBehind.in(cluster.client(), site.trial.namespace()));
            return result;
        }
    }

    private static Finding run(Course course, DrillSite site) {
        try {
            return course.run().apply(site);
        } catch (RuntimeException | AssertionError e) {
            throw new IllegalStateException(site.console(), e);
        }
    }

    private static DrillResult result(
            Drill drill, DrillSite site, Finding finding, ReleaseRecord record, LoadResult load) {
        Outcome outcome = Outcome.valueOf(record.outcome());
        List<String> problems = new ArrayList<>(finding.problems);
        if (outcome != drill.expected()) {
            problems.add("the outcome is " + outcome + ", not " + drill.expected() + ": " + record.message());
        }
        if (load.lost() > 0 && !drill.mayLose()) {
            problems.add(load.toString());
        }
        if (drill.mayLose() && record.rollbackMillis() >= 0) {
            long until = site.trial.history.switchedTo("blue") + ROUTING_LAG_MILLIS;
            long late = load.losses().stream().filter(lost -> lost.sentMillis() > until).count();
            if (late > 0) {
                problems.add(late + " requests were lost after the traffic was back");
            }
        }
        try {
            site.trial.assertPromisesKept();
        } catch (AssertionError e) {
            problems.add(e.getMessage());
        }
        Told told = site.told(record);
        if (told.english().isEmpty() != (drill == Drill.DISCORD_GONE)) {
            problems.add("Discord was told: " + told.english());
        }
        return new DrillResult(
                drill,
                outcome,
                (record.endedAt() - record.startedAt()) / 1_000.0,
                load.requests(),
                load.lost(),
                Users.outageMillis(load),
                finding.troubleMillis == 0 ? null : Users.backSeconds(load, finding.troubleMillis, finding.good),
                finding.figures,
                told,
                new Told(record.message(), record.messageKo()),
                finding.log,
                problems);
    }

    private void write(RanOn ranOn) throws IOException {
        Files.createDirectories(REPORTS);
        List<DrillResult> all = List.copyOf(results.values());
        DrillJson.write(new DrillJson.Run(ranOn, all), REPORTS.resolve("report.json"));
        Path folder = ONLY.isEmpty() ? Path.of("docs") : REPORTS;
        Files.writeString(folder.resolve("drills.md"), new DrillDocument(Locale.ENGLISH, ranOn, all).text());
        Files.writeString(folder.resolve("drills.ko.md"), new DrillDocument(Locale.KOREAN, ranOn, all).text());
        System.out.println(folder.resolve("drills.md") + " and " + folder.resolve("drills.ko.md") + " are written.");
    }

    private RanOn ranOn(double loadBefore) throws IOException, InterruptedException {
        List<Node> nodes = cluster.client().nodes().list().getItems();
        BigDecimal cores = nodes.stream()
                .map(node -> Quantity.getAmountInBytes(node.getStatus().getCapacity().get("cpu")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new RanOn(
                cluster.client().getKubernetesVersion().getGitVersion(),
                nodes.size(),
                cores.stripTrailingZeros().toPlainString(),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                load(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                commit(),
                "make drills KUBECONFIG=…" + (Restart.command().isEmpty() ? "" : " RESTART=…"),
                AT_ONCE,
                DrillSite.PER_SECOND);
    }

    /** Whether a drill is to be run, as the system property says. */
    public static boolean isWanted(Drill drill) {
        return ONLY.isEmpty() || List.of(ONLY.split(",")).contains(drill.key());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** The last commit that changed the plugin. */
    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "log", "-1", "--format=%h", "--", "src/main").start();
        String hash = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 && !hash.isEmpty() ? hash : "unknown";
    }
}
