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
 * A Discord on the loopback: keeps the rules of {@link Rules} and the rate limits, misbehaves when told to, and remembers
 * the conversation. A channel has one webhook, made when it is first asked for.
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

    /** A server that listens. */
    public static LocalDiscord start() {
        return new LocalDiscord();
    }

    /** {@code http://127.0.0.1:port/api/webhooks/id/token} of a text channel. */
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

    /** Makes a thread in the webhook's channel and tells its id. */
    public String thread(String webhookUrl, String name) {
        return api.thread(of(webhookUrl), name);
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + listener.port();
    }

    /** The tokens of all webhooks so far, which no log and no page may show. */
    public List<String> secrets() {
        return api.webhooks().stream().map(webhook -> webhook.token).toList();
    }

    /** The size of each bucket, one for each webhook and method; 5 each 2 s unless set. Empties all buckets. */
    public LocalDiscord limit(int requests, Duration per) {
        limits.limit(requests, per);
        return this;
    }

    /** How many requests of all kinds are let through in a second; 50 unless set. */
    public LocalDiscord globalLimit(int perSecond) {
        limits.globalLimit(perSecond);
        return this;
    }

    /** Lets any number of requests through. */
    public LocalDiscord unlimited() {
        return limit(Integer.MAX_VALUE, Duration.ofSeconds(1)).globalLimit(Integer.MAX_VALUE);
    }

    /** Every message, oldest first, those deleted too. */
    public List<Post> posts() {
        return api.posts();
    }

    /** The messages of one webhook. */
    public List<Post> posts(String webhookUrl) {
        Webhook webhook = of(webhookUrl);
        return posts().stream().filter(post -> post.webhook() == webhook).toList();
    }

    /** Every request, in order of arrival. One that is answered has its status here before the client has it. */
    public List<Received> requests() {
        return journal.requests();
    }

    /**
     * Waits until the condition holds.
     *
     * @param what the condition in words, for the failure after 20 s, which also tells the requests
     */
    public void await(String what, BooleanSupplier condition) {
        journal.await(what, condition);
    }

    /** What to do with the next requests, in this order; one for a method waits for a request with it. */
    public LocalDiscord next(Answer... answers) {
        faults.next(answers);
        return this;
    }

    /** What to do with every request that {@link #next} has nothing for; null ends that. */
    public LocalDiscord always(Answer answer) {
        faults.always(answer);
        return this;
    }

    /** All channels as an HTML fragment in the style {@link #STYLE}, without a token, a link or a script. */
    public String conversation() {
        return ConversationPage.html(api.webhooks(), posts(), secrets());
    }

    /** The webhook's channel as {@link #conversation()} has it. */
    public String conversationOf(String webhookUrl) {
        return ConversationPage.html(List.of(of(webhookUrl)), posts(), secrets());
    }

    /** Ends what hangs, and refuses connections from now on. */
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
