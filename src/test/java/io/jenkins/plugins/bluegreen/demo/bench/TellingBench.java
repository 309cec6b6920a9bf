package io.jenkins.plugins.bluegreen.demo.bench;

import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.Received;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;

/**
 * Measures how long Discord messages delay a release's thread: 200 changes in a second, of a release with all its
 * phases, to one webhook under Discord's limits. There are several rounds, because load on the machine slows single
 * rounds; a lock or a slow call would slow every round.
 */
final class TellingBench {
    private static final int CHANGES = 200;
    private static final int ROUNDS = 5;
    private static final long MOST_MICROS = 1_000;

    private TellingBench() {}

    /** Whether in the best round the longest call was within the limit, and no call ever waited for a lock. */
    static boolean run(ReleaseState state) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.setThreadContentionMonitoringEnabled(true);
        long blockedBefore = threads.getThreadInfo(Thread.currentThread().getId()).getBlockedTime();
        long best = Long.MAX_VALUE;
        System.out.println("Telling Discord of " + CHANGES + " changes in a second (limit " + MOST_MICROS + " µs a change):");
        try (LocalDiscord discord = LocalDiscord.start();
                DiscordClient client = new DiscordClient(new OkHttpClient())) {
            WebhookUrl webhook = WebhookUrl.parse(discord.webhook(), List.of(discord.address()));
            Conversation conversation = client.open(webhook, new Sender(null, null), trouble -> {});
            ReleaseMessage message = new ReleaseMessage(conversation, Locale.ENGLISH, null, null);
            for (int round = 1; round <= ROUNDS; round++) {
                long[] micros = changes(message, state);
                Arrays.sort(micros);
                best = Math.min(best, micros[CHANGES - 1]);
                System.out.printf(
                        Locale.ROOT,
                        "  round %d: median %d µs, 99 of 100 within %d µs, longest %d µs%n",
                        round, micros[CHANGES / 2], micros[CHANGES * 99 / 100], micros[CHANGES - 1]);
            }
            conversation.flush(Duration.ofSeconds(10));
            List<Received> requests = discord.requests();
            long refused = requests.stream().filter(Received::isRateLimited).count();
            long blocked = threads.getThreadInfo(Thread.currentThread().getId()).getBlockedTime() - blockedBefore;
            System.out.printf(
                    Locale.ROOT,
                    "  %d changes became %d requests, %d of them told to wait; %d ms spent waiting for locks%n%n",
                    ROUNDS * CHANGES, requests.size(), refused, blocked);
            return best <= MOST_MICROS && refused == 0 && blocked == 0;
        }
    }

    private static long[] changes(ReleaseMessage message, ReleaseState state) {
        long[] micros = new long[CHANGES];
        long begin = System.nanoTime();
        long interval = TimeUnit.SECONDS.toNanos(1) / CHANGES;
        for (int i = 0; i < CHANGES; i++) {
            while (System.nanoTime() - begin < i * interval) {
                LockSupport.parkNanos(interval / 10);
            }
            long before = System.nanoTime();
            message.waiting(state, Phase.READY, Sentence.verbatim("change " + i));
            micros[i] = (System.nanoTime() - before) / 1_000;
        }
        return micros;
    }
}
