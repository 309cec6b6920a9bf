package io.jenkins.plugins.bluegreen.discord.local;

import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.discord.local.channel.Webhook;
import io.jenkins.plugins.bluegreen.discord.local.page.ConversationPage;
import io.jenkins.plugins.bluegreen.discord.local.page.ConversationStyle;
import io.jenkins.plugins.bluegreen.discord.local.rules.Rules;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A Discord on the loopback. Applies the rules of {@link Rules} and the rate limits, sends scripted answers, and
 * records all messages. Each channel has one webhook, created at its first use.
 */
public final class LocalDiscord implements AutoCloseable {
    /** The style of {@link #conversation()}. */
    public static final String STYLE = ConversationStyle.CSS;

    private static final String CHANNEL = "deployments";

    private final RateLimits limits = new RateLimits();
    private final Api api = new Api(limits);
    private final Faults faults = new Faults();
    private final Journal journal = new Journal();
    private final Listener listener = new Listener(api, faults, journal);

    private LocalDiscord() {}

    /** Starts a server. */
    public static LocalDiscord start() {
        return new LocalDiscord();
    }

    /** The webhook's URL of a text channel: {@code http://127.0.0.1:port/api/webhooks/id/token}. */
    public String webhook() {
        return webhook(CHANNEL);
    }

    /** The webhook's URL of the text channel with that name. */
    public String webhook(String channel) {
        return url(api.webhook(channel, false));
    }

    /** The webhook's URL of the forum channel with that name, where every message is in a thread. */
    public String forum(String channel) {
        return url(api.webhook(channel, true));
    }

    /** Creates a thread in the webhook's channel and returns its id. */
    public String thread(String webhookUrl, String name) {
        return api.thread(of(webhookUrl), name);
    }

    /** The server's address, {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + listener.port();
    }

    /** The tokens of all webhooks so far. No log and no page may contain them. */
    public List<String> secrets() {
        return api.webhooks().stream().map(webhook -> webhook.token).toList();
    }

    /** Sets the size of each bucket (one per webhook and method); default 5 each 2 s. Empties all buckets. */
    public LocalDiscord limit(int requests, Duration per) {
        limits.limit(requests, per);
        return this;
    }

    /** Sets how many requests in total are accepted per second; default 50. */
    public LocalDiscord globalLimit(int perSecond) {
        limits.globalLimit(perSecond);
        return this;
    }

    /** Removes all rate limits. */
    public LocalDiscord unlimited() {
        return limit(Integer.MAX_VALUE, Duration.ofSeconds(1)).globalLimit(Integer.MAX_VALUE);
    }

    /** All messages, oldest first, deleted ones included. */
    public List<Post> posts() {
        return api.posts();
    }

    /** The messages of one webhook. */
    public List<Post> posts(String webhookUrl) {
        Webhook webhook = of(webhookUrl);
        return posts().stream().filter(post -> post.webhook() == webhook).toList();
    }

    /** All requests in order of arrival. The status of an answer is recorded before the client receives it. */
    public List<Received> requests() {
        return journal.requests();
    }

    /**
     * Waits until the condition holds.
     *
     * @param what the condition in words, for the failure after 20 s, which also lists the requests
     */
    public void await(String what, BooleanSupplier condition) {
        journal.await(what, condition);
    }

    /** Scripts the answers to the next requests, in this order. An answer for a method waits for a request with it. */
    public LocalDiscord next(Answer... answers) {
        faults.next(answers);
        return this;
    }

    /** Scripts the answer to every request for which {@link #next} has none; null ends that. */
    public LocalDiscord always(Answer answer) {
        faults.always(answer);
        return this;
    }

    /** All channels as an HTML fragment with the style {@link #STYLE}, without tokens, links or scripts. */
    public String conversation() {
        return ConversationPage.html(api.webhooks(), posts(), secrets());
    }

    /** The webhook's channel in the form of {@link #conversation()}. */
    public String conversationOf(String webhookUrl) {
        return ConversationPage.html(List.of(of(webhookUrl)), posts(), secrets());
    }

    /** Ends hanging requests and refuses connections from now on. */
    @Override
    public void close() {
        journal.close();
        listener.close();
    }

    private String url(Webhook webhook) {
        return "http://" + address() + "/api/webhooks/" + webhook.id + "/" + webhook.token;
    }

    private Webhook of(String url) {
        return api.webhooks().stream()
                .filter(webhook -> url.contains("/" + webhook.id + "/"))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("not a webhook of this server"));
    }
}
