package io.jenkins.plugins.bluegreen.discord.message;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The address of a webhook. It is a secret: everybody who has it can write to the channel. Only the last four digits of
 * the webhook's id are ever shown.
 *
 * <p>An address is https at one of Discord's hosts, or at a host of a configured list (a proxy of the user's own).
 * Plain http is allowed for loopback addresses on that list only.
 */
public final class WebhookUrl {
    private static final List<String> HOSTS = List.of(
            "discord.com",
            "discordapp.com",
            "canary.discord.com",
            "canary.discordapp.com",
            "ptb.discord.com",
            "ptb.discordapp.com");
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "::1");
    private static final Pattern PATH =
            Pattern.compile("/api(?:/v\\d+)?/webhooks/(\\d+)/([A-Za-z0-9_-]+)(?:/([a-z]*))?");
    private static final Pattern SNOWFLAKE = Pattern.compile("\\d+");

    private final HttpUrl url;
    private final String id;
    private final String token;
    private final String threadId;

    private WebhookUrl(HttpUrl url, String id, String token, String threadId) {
        this.url = url;
        this.id = id;
        this.token = token;
        this.threadId = threadId;
    }

    /**
     * Parses an address as Discord's settings show it. A {@code thread_id} in its query is the thread of messages that
     * name none.
     *
     * @param hosts further allowed hosts, {@code host} or {@code host:port}
     * @throws DiscordException if it is not such an address; the message does not show it
     */
    public static WebhookUrl parse(String text, Collection<String> hosts) {
        HttpUrl url = HttpUrl.parse(text.trim());
        if (url == null) {
            throw new DiscordException(Sentence.of("discord.noUrl"));
        }
        String authority = url.port() == HttpUrl.defaultPort(url.scheme()) ? url.host() : url.host() + ":" + url.port();
        boolean listed = hosts.contains(authority);
        if (!url.isHttps() && !(listed && LOOPBACK.contains(url.host()))) {
            throw new DiscordException(Sentence.of("discord.noHttps"));
        }
        if (!listed && !HOSTS.contains(authority)) {
            List<String> allowed = new ArrayList<>(HOSTS);
            allowed.addAll(hosts);
            throw new DiscordException(Sentence.of("discord.otherHost", authority, String.join(", ", allowed)));
        }
        Matcher path = PATH.matcher(url.encodedPath());
        if (!path.matches() || !url.username().isEmpty() || !url.password().isEmpty()) {
            throw new DiscordException(Sentence.of("discord.noWebhook"));
        }
        if (path.group(3) != null && !path.group(3).isEmpty()) {
            throw new DiscordException(Sentence.of("discord.otherFormat", "/" + path.group(3)));
        }
        String thread = url.queryParameter("thread_id");
        if (thread != null && !SNOWFLAKE.matcher(thread).matches()) {
            throw new DiscordException(Sentence.of("discord.noWebhook"));
        }
        HttpUrl plain = url.newBuilder()
                .encodedPath(url.encodedPath().replaceFirst("/$", ""))
                .query(null)
                .fragment(null)
                .build();
        return new WebhookUrl(plain, path.group(1), path.group(2), thread);
    }

    /** The last four digits of the webhook's id. */
    String shown() {
        return id.substring(Math.max(0, id.length() - 4));
    }

    /** The thread of messages that name none; null: the webhook's channel. */
    public String threadId() {
        return threadId;
    }

    /** The address to create a message. With {@code wait}, Discord's reply has the message's id. */
    public HttpUrl messages(String thread) {
        return inThread(url.newBuilder().addQueryParameter("wait", "true"), thread);
    }

    /** The address to change a message. */
    public HttpUrl message(String messageId, String thread) {
        return inThread(url.newBuilder().addPathSegment("messages").addPathSegment(messageId), thread);
    }

    /** The address of the webhook itself, which tells what it is for. */
    public HttpUrl itself() {
        return url;
    }

    /** Whether it has this id. */
    public boolean isOf(String webhookId) {
        return id.equals(webhookId);
    }

    /**
     * Where people see a message of it (Discord documentation, "Message Formatting").
     *
     * @return null if one of the texts is not an id
     */
    public String seenAt(String server, String channel, String message) {
        for (String part : Arrays.asList(server, channel, message)) {
            if (part == null || !SNOWFLAKE.matcher(part).matches()) {
                return null;
            }
        }
        return "https://discord.com/channels/" + server + "/" + channel + "/" + message;
    }

    private static HttpUrl inThread(HttpUrl.Builder address, String thread) {
        return (thread == null ? address : address.addQueryParameter("thread_id", thread)).build();
    }

    /** Removes the token from a text. */
    public String hide(String text) {
        return text.replace(token, "***");
    }

    /** A failure whose sentence has {@link #shown()} as its first argument. */
    public DiscordException failure(String key, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = shown();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new DiscordException(Sentence.of(key, all));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookUrl webhook
                && url.equals(webhook.url)
                && Objects.equals(threadId, webhook.threadId);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    /** Without the token and most of the id. */
    @Override
    public String toString() {
        return "Discord webhook …" + shown();
    }
}
