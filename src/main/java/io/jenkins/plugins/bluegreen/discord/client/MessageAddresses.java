package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * Where people see the messages of a webhook. That takes the id of its server, which Discord tells (Discord
 * documentation, "Get Webhook with Token"). It is asked for beside the queue, so that no message waits for it, and once;
 * for a build that got no answer, not again. Nobody is told of a failure: there is no address then.
 */
final class MessageAddresses {
    private static final String METHOD = "GET";
    private static final int ATTEMPTS = 3;

    private final WebhookUrl webhook;
    private final WebhookRequests requests;
    private final DiscordClient client;
    private final RateLimits limits;
    /** The queue's, which guards the limits too. */
    private final Object lock;

    private String server;
    private String channel;
    private boolean asking;

    MessageAddresses(
            WebhookUrl webhook, WebhookRequests requests, DiscordClient client, RateLimits limits, Object lock) {
        this.webhook = webhook;
        this.requests = requests;
        this.client = client;
        this.limits = limits;
        this.lock = lock;
    }

    /**
     * The address of a message.
     *
     * @param health of the build that asks
     * @return null while it is not known; the first call asks for it
     */
    String of(SentMessage message, WebhookHealth health) {
        synchronized (lock) {
            if (server != null) {
                return webhook.seenAt(server, message.place() == null ? channel : message.place(), message.id());
            }
            if (!asking && health.refusal(null) == null && health.isServerUnasked()) {
                asking = true;
                client.schedule(() -> ask(health, 1, DiscordClient.now() + client.retries().lifetime()), 0);
            }
            return null;
        }
    }

    private void ask(WebhookHealth health, int attempt, long until) {
        long now = DiscordClient.now();
        long at;
        synchronized (lock) {
            at = Math.max(client.stoppedUntil(), limits.freeAt(METHOD));
        }
        if (at > now) {
            later(health, attempt, until, at - now);
            return;
        }
        client.send(requests.itself(), new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    answered(Reply.of(response));
                } catch (IOException e) {
                    onFailure(call, e);
                }
            }

            private void answered(Reply reply) {
                synchronized (lock) {
                    limits.learn(METHOD, reply.headers, DiscordClient.now());
                }
                if (reply.status == 429) {
                    if (reply.isGlobal()) {
                        client.stopUntil(DiscordClient.now() + reply.retryAfterMillis());
                    }
                    later(health, attempt + 1, until, reply.retryAfterMillis());
                } else if (reply.status / 100 == 5) {
                    again();
                } else {
                    conclude(health, reply);
                }
            }

            @Override
            public void onFailure(Call call, IOException e) {
                again();
            }

            private void again() {
                long pause = client.retries().pause(attempt, ThreadLocalRandom.current().nextDouble());
                later(health, attempt + 1, until, pause);
            }
        });
    }

    private void later(WebhookHealth health, int attempt, long until, long millis) {
        if (attempt > ATTEMPTS || DiscordClient.now() + millis > until) {
            conclude(health, null);
        } else {
            client.schedule(() -> ask(health, attempt, until), millis);
        }
    }

    /** @param reply null: none that says it */
    private void conclude(WebhookHealth health, Reply reply) {
        synchronized (lock) {
            asking = false;
            if (reply != null && reply.isSuccess() && webhook.isOf(reply.id())) {
                server = reply.serverId();
                channel = reply.channelId();
            }
            if (server == null) {
                health.serverUnknown();
            }
        }
    }
}
