package io.jenkins.plugins.bluegreen.discord.local.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.discord.local.channel.Webhook;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Renders the channels as HTML, as a reader sees them. Deleted messages are greyed out. */
public final class ConversationPage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Post> posts;
    private final List<String> secrets;
    private final StringBuilder html = new StringBuilder();

    private ConversationPage(List<Post> posts, List<String> secrets) {
        this.posts = posts;
        this.secrets = secrets;
    }

    /** @param secrets texts to mask */
    public static String html(Collection<Webhook> webhooks, List<Post> posts, List<String> secrets) {
        ConversationPage page = new ConversationPage(posts, secrets);
        webhooks.forEach(page::channel);
        // a URL in a text stays readable, but a search of the page for external resources does not find it
        return page.mask(page.html.toString()).replace("://", ":&#47;&#47;");
    }

    private void channel(Webhook webhook) {
        add("<section class='dc-chat'>");
        add("<h4 class='dc-channel'><span class='dc-hash'>#</span>%s</h4>", Html.escape(webhook.channel));
        if (posts.stream().noneMatch(post -> post.webhook() == webhook)) {
            add("<p class='dc-none'>No messages.</p>");
        }
        messages(webhook, null);
        for (Map.Entry<String, String> thread : webhook.threads()) {
            add("<div class='dc-thread'><h5 class='dc-thread-name'>Thread: %s</h5>", Html.escape(thread.getValue()));
            messages(webhook, thread.getKey());
            add("</div>");
        }
        add("</section>");
    }

    private void messages(Webhook webhook, String thread) {
        posts.stream()
                .filter(post -> post.webhook() == webhook && Objects.equals(post.threadId(), thread))
                .forEach(this::message);
    }

    private void message(Post post) {
        JsonNode body = masked(post.body());
        String name = body.path("author").path("username").asText();
        add(
                "<article class='dc-message%s%s'><div class='dc-avatar' aria-hidden='true'>%s</div><div class='dc-main'>",
                post.pings().isEmpty() ? "" : " dc-pings",
                post.deleted() ? " dc-deleted" : "",
                Html.escape(name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT)));
        add(
                "<div class='dc-head'><span class='dc-name'>%s</span><span class='dc-app'>APP</span>"
                        + "<span class='dc-when'>%s%s%s</span></div>",
                Html.escape(name),
                Markup.clock(post.created()),
                edits(post),
                post.deleted() ? " (deleted)" : "");
        String content = body.path("content").asText();
        if (!content.isEmpty()) {
            add("<div class='dc-text'>%s</div>", new Markup(post.pings()).html(content));
        }
        // bit 2 of the flags: the author or a moderator removed the embeds
        if ((body.path("flags").asInt() & 4) == 0) {
            body.path("embeds").forEach(embed -> add("%s", new EmbedCard(embed).html()));
        }
        files(body.path("attachments"));
        add("</div></article>");
    }

    private void files(JsonNode files) {
        if (files.isEmpty()) {
            return;
        }
        add("<ul class='dc-files'>");
        for (JsonNode file : files) {
            add(
                    "<li class='dc-file'>%s <span class='dc-when'>%s</span></li>",
                    Html.escape(file.path("filename").asText()),
                    size(file.path("size").asInt()));
        }
        add("</ul>");
    }

    /** Masks secrets before the Markdown is rendered, which may put tags into a token. */
    private JsonNode masked(JsonNode body) {
        try {
            return JSON.readTree(mask(body.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }

    private static String edits(Post post) {
        int edits = post.states().size() - 1;
        return edits == 0 ? "" : edits == 1 ? " (edited)" : " (edited, " + edits + " times)";
    }

    private static String size(int bytes) {
        return bytes < 1024 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
    }

    private void add(String format, Object... arguments) {
        html.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
