package io.jenkins.plugins.bluegreen.e2e.drills;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.demo.drills.Told;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.jenkins.service.Controller;
import io.jenkins.plugins.bluegreen.jenkins.service.FollowingStep;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The place of one drill: an application with users, a controller's service for its releases, and a Discord. */
final class DrillSite implements AutoCloseable {
    /** Requests of the users to the application. */
    static final int PER_SECOND = 40;
    static final String JOB = "shop/backend";
    static final int BUILD = 7;
    private static final String CLUSTER = "prod";
    private static final int CONNECTIONS = 3;
    private static final long MOST_MINUTES = 5;

    final Trial trial;
    final Path home = Files.createTempDirectory("drill");
    final LocalDiscord discord = LocalDiscord.start();
    final Controller controller;
    private final String english = discord.webhook("english");
    private final String korean = discord.webhook("korean");
    private final TwoChannels channels = new TwoChannels(english, korean, discord.address());
    /** The log of the builds, of all releases. */
    private final List<String> console = new CopyOnWriteArrayList<>();
    private Load load;

    DrillSite(RealCluster cluster) throws IOException {
        trial = new Trial(cluster);
        controller = new Controller(
                home, kubeconfig(), (facts, posted, trouble) -> channels.notification(posted, trouble));
    }

    String kubeconfig() {
        return trial.tenant().kubeconfig();
    }

    /** The arguments of a {@link TwoChannels} in another process. */
    List<String> channels() {
        return List.of(english, korean, discord.address());
    }

    static ReleaseFacts facts(String id) {
        return new ReleaseFacts(id, JOB, BUILD, CLUSTER, "team", null, "agent-1", System.currentTimeMillis(),
                List.of("Started by user anna"));
    }

    /** The users begin, and go on until the end. */
    Load users() {
        load = trial.traffic(CONNECTIONS, CONNECTIONS, PER_SECOND);
        trial.goesOn(load, PER_SECOND);
        return load;
    }

    Load load() {
        return load;
    }

    /** Starts a release that belongs to the controller. */
    FollowingStep start(String id, ReleaseState state) {
        FollowingStep step = new FollowingStep();
        console.add(id);
        try {
            controller.releases.start(facts(id), state, step);
            controller.releases.listen(id, console::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return step;
    }

    /** Waits for the record of a release that is over; any process may have written it. */
    ReleaseRecord record(String id) {
        ReleaseHistory history = new ReleaseHistory(home);
        return Awaitility.await("the record of " + id)
                .atMost(MOST_MINUTES, TimeUnit.MINUTES)
                .until(() -> history.find(CLUSTER, trial.namespace(), Trial.APPLICATION, id), Objects::nonNull);
    }

    /** What the controller in its process has printed so far. */
    String printed() throws IOException {
        Path log = home.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The log of all releases, for a drill that can't be measured. */
    String console() {
        return String.join("\n", console);
    }

    /** What the two channels show of a release: the first of its messages that tells its end. */
    Told told(ReleaseRecord record) {
        String build = record.buildUrl().replaceAll(".*/([0-9]+)/$", "· #$1");
        return new Told(text(english, build), text(korean, build));
    }

    private String text(String webhook, String build) {
        List<JsonNode> embeds = new ArrayList<>();
        for (Post post : discord.posts(webhook)) {
            JsonNode embed = post.body().path("embeds").path(0);
            if (embed.path("footer").path("text").asText().endsWith(build)) {
                embeds.add(embed);
            }
        }
        return embeds.stream()
                .filter(embed -> !embed.path("title").asText().startsWith("⏳"))
                .findFirst()
                .or(() -> embeds.stream().reduce((one, two) -> two))
                .map(embed -> "**" + embed.path("title").asText() + "**\n" + embed.path("description").asText() + "\n"
                        + fields(embed))
                .orElse("");
    }

    private static String fields(JsonNode embed) {
        List<String> fields = new ArrayList<>();
        embed.path("fields").forEach(
                field -> fields.add(field.path("name").asText() + ": " + field.path("value").asText()));
        return String.join(" · ", fields);
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
        controller.close();
        channels.close();
        discord.close();
        trial.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
