package io.jenkins.plugins.bluegreen.demo.bench;

import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.Received;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
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
 * phases, to one webhook under Discord's limits, once the JVM is warm. What counts is that the thread never waits for
 * Discord or for a lock; load on the machine slows single calls, so only the best round's median has a limit.
 */
final class TellingBench {
    private static final int CHANGES = 200;
    private static final int ROUNDS = 5;
    private static final long MOST_MICROS = 1_000;
    /** Of all calls of a round: two threads may meet at a lock that is held for a moment. */
    private static final long MOST_WAITS = CHANGES / 50;

    private TellingBench() {}

    /** Whether in the best round half of the calls were within the limit, and hardly one waited for anything. */
    static boolean run(ReleaseState state) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long fewest = Long.MAX_VALUE;
        System.out.printf(
                Locale.ROOT,
                "Telling Discord of %d changes in a second (limits for the best of %d rounds: median %d µs, %d waits):%n",
                CHANGES, ROUNDS, MOST_MICROS, MOST_WAITS);
        try (LocalDiscord discord = LocalDiscord.start();
                DiscordClient client = new DiscordClient(new OkHttpClient())) {
            WebhookUrl webhook = WebhookUrl.parse(discord.webhook(), List.of(discord.address()));
            Conversation conversation = client.open(webhook, new Sender(null, null), trouble -> {});
            ReleaseMessage message =
                    new ReleaseMessage(conversation, Locale.ENGLISH, true, DiscordMessage::builder, null, null, null);
            changes(message, state, threads);
            for (int round = 1; round <= ROUNDS; round++) {
                Told told = changes(message, state, threads);
                best = Math.min(best, told.micros[CHANGES / 2]);
                fewest = Math.min(fewest, told.waits);
                System.out.printf(
                        Locale.ROOT,
                        "  round %d: median %d µs, 99 of 100 within %d µs, longest %d µs; waited %d times%n",
                        round, told.micros[CHANGES / 2], told.micros[CHANGES * 99 / 100], told.micros[CHANGES - 1],
                        told.waits);
            }
            conversation.flush(Duration.ofSeconds(10));
            List<Received> requests = discord.requests();
            long refused = requests.stream().filter(Received::isRateLimited).count();
            System.out.printf(
                    Locale.ROOT,
                    "  %d changes became %d requests, %d of them told to wait%n%n",
                    (1 + ROUNDS) * CHANGES, requests.size(), refused);
            return best <= MOST_MICROS && fewest <= MOST_WAITS && refused == 0;
        }
    }

    private record Told(long[] micros, long waits) {}

    private static Told changes(ReleaseMessage message, ReleaseState state, ThreadMXBean threads) {
        long[] micros = new long[CHANGES];
        long waits = 0;
        long begin = System.nanoTime();
        long interval = TimeUnit.SECONDS.toNanos(1) / CHANGES;
        for (int i = 0; i < CHANGES; i++) {
            while (System.nanoTime() - begin < i * interval) {
                LockSupport.parkNanos(interval / 10);
            }
            long waited = waits(threads);
            long before = System.nanoTime();
            message.waiting(state, Phase.READY, Sentence.verbatim("change " + i));
            micros[i] = (System.nanoTime() - before) / 1_000;
            waits += waits(threads) - waited;
        }
        Arrays.sort(micros);
        return new Told(micros, waits);
    }

    /** How often this thread has waited for a lock or for anything else. */
    private static long waits(ThreadMXBean threads) {
        ThreadInfo thread = threads.getThreadInfo(Thread.currentThread().getId());
        return thread.getBlockedCount() + thread.getWaitedCount();
    }
}
