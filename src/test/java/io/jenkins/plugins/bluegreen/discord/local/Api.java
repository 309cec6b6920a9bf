package io.jenkins.plugins.bluegreen.discord.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.discord.local.channel.Snowflakes;
import io.jenkins.plugins.bluegreen.discord.local.channel.Webhook;
import io.jenkins.plugins.bluegreen.discord.local.rules.Form;
import io.jenkins.plugins.bluegreen.discord.local.rules.FormErrors;
import io.jenkins.plugins.bluegreen.discord.local.rules.Rules;
import io.jenkins.plugins.bluegreen.discord.local.rules.Text;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Webhooks and their messages: "Execute Webhook" and the three of "Webhook Message", Webhook Resource. */
final class Api {
    private static final Pattern PATH =
            Pattern.compile("/api(?:/v[0-9]+)?/webhooks/([^/]+)/([^/]+)(?:/messages/([^/]+))?");
    private static final Set<String> TRUE = Set.of("true", "True", "1");

    private final Snowflakes ids = new Snowflakes();
    private final Map<String, Webhook> webhooks = new LinkedHashMap<>();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final RateLimits limits;

    Api(RateLimits limits) {
        this.limits = limits;
    }

    /** The channel's webhook, created at the first call. */
    synchronized Webhook webhook(String channel, boolean forum) {
        for (Webhook webhook : webhooks.values()) {
            if (webhook.channel.equals(channel) && webhook.isForum == forum) {
                return webhook;
            }
        }
        Webhook webhook = new Webhook(channel, forum, ids);
        webhooks.put(webhook.id, webhook);
        return webhook;
    }

    synchronized Collection<Webhook> webhooks() {
        return List.copyOf(webhooks.values());
    }

    List<Post> posts() {
        return List.copyOf(posts);
    }

    synchronized String thread(Webhook webhook, String name) {
        String thread = ids.next();
        webhook.thread(thread, name);
        return thread;
    }

    synchronized Reply answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        boolean known = path.matches();
        RateLimits.Verdict verdict = limits.take(known ? path.group(1) : "", request.method());
        Reply reply = verdict.refusal() != null
                ? verdict.refusal()
                : known ? answer(request, path.group(1), path.group(2), path.group(3)) : Problems.NOT_FOUND;
        return reply.with(verdict.headers());
    }

    private Reply answer(Request request, String id, String token, String message) {
        Webhook webhook = webhooks.get(id);
        String thread = request.parameter("thread_id");
        if (webhook == null) {
            return Problems.UNKNOWN_WEBHOOK;
        }
        if (!webhook.token.equals(token)) {
            return Problems.INVALID_TOKEN;
        }
        if (request.isTooLarge()) {
            return Problems.TOO_LARGE;
        }
        if (thread != null && !webhook.hasThread(thread)) {
            return Problems.UNKNOWN_CHANNEL;
        }
        if (message != null) {
            return message(request, webhook, message, thread);
        }
        return switch (request.method()) {
            case "POST" -> create(request, webhook, thread);
            case "GET" -> Reply.json(200, webhook.toJson());
            default -> Problems.NOT_ALLOWED;
        };
    }

    private Reply create(Request request, Webhook webhook, String thread) {
        Form form = Form.of(request.contentType(), request.body());
        ObjectNode refusal =
                form.refusal() != null ? form.refusal() : Rules.refusalOfCreate(form.body(), form.fileNames());
        if (refusal != null) {
            return Reply.json(400, refusal);
        }
        String threadName = Text.of(form.body().path("thread_name"));
        if (!webhook.isForum && !threadName.isEmpty()) {
            return Problems.NO_FORUM;
        }
        if (webhook.isForum && (thread == null) == threadName.isEmpty()) {
            return thread == null ? Problems.NEEDS_THREAD : Problems.TWO_THREADS;
        }
        String id = ids.next();
        if (!threadName.isEmpty()) {
            webhook.thread(id, threadName);
        }
        Post post = new Post(webhook, id, threadName.isEmpty() ? thread : id, form, ids);
        posts.add(post);
        String wait = request.parameter("wait");
        return wait != null && TRUE.contains(wait) ? Reply.json(200, post.body()) : Reply.NO_CONTENT;
    }

    private Reply message(Request request, Webhook webhook, String id, String thread) {
        Post post = posts.stream()
                .filter(known -> known.webhook() == webhook && known.id().equals(id) && !known.deleted())
                .filter(known -> thread == null ? known.threadId() == null : thread.equals(known.threadId()))
                .findAny()
                .orElse(null);
        if (post == null) {
            return Problems.UNKNOWN_MESSAGE;
        }
        switch (request.method()) {
            case "GET":
                return Reply.json(200, post.body());
            case "PATCH":
                return edit(request, post);
            case "DELETE":
                post.delete();
                return Reply.NO_CONTENT;
            default:
                return Problems.NOT_ALLOWED;
        }
    }

    private Reply edit(Request request, Post post) {
        Form form = Form.of(request.contentType(), request.body());
        ObjectNode refusal =
                form.refusal() != null ? form.refusal() : Rules.refusalOfEdit(form.body(), form.fileNames());
        if (refusal != null) {
            return Reply.json(400, refusal);
        }
        ObjectNode message = post.edit(form, ids);
        if (message == null) {
            FormErrors errors = new FormErrors();
            errors.add("attachments", "MESSAGE_ATTACHMENT_NOT_FOUND", "The message has no such attachment.");
            return Reply.json(400, errors.toBody());
        }
        if (Rules.isEmpty(message) && message.path("attachments").isEmpty()) {
            return Reply.json(400, Rules.empty());
        }
        post.edited(message, form);
        JsonNode answer = post.body();
        return Reply.json(200, answer);
    }
}
