package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordFile;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Builds the requests to one webhook (Discord documentation, "Webhook Resource" and "Uploading Files"). */
final class WebhookRequests {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType BYTES = MediaType.get("application/octet-stream");
    /** Discord's documentation, "User Agent". */
    private static final String USER_AGENT = "Jenkins (https://github.com/jenkinsci/blue-green-deploy-plugin, 1)";

    /**
     * A request that is ready to send.
     *
     * @param threadId  the thread that it writes to; null: the channel
     * @param newThread whether it creates a thread, whose id is in the reply
     */
    record Outgoing(Delivery delivery, Request request, String threadId, boolean newThread) {}

    private final WebhookUrl webhook;

    WebhookRequests(WebhookUrl webhook) {
        this.webhook = webhook;
    }

    /** Renders the state of a delivery. */
    Outgoing of(Delivery delivery) {
        DiscordMessage message = delivery.message().get();
        return delivery.sent() == null ? create(delivery, message) : edit(delivery, message);
    }

    /** Asks for the webhook itself: its server and its channel. */
    Request itself() {
        return new Request.Builder()
                .url(webhook.itself())
                .header("User-Agent", USER_AGENT)
                .build();
    }

    private Outgoing edit(Delivery delivery, DiscordMessage message) {
        SentMessage sent = delivery.sent();
        RequestBody body = body(message.editJson(), message.files());
        return outgoing(delivery, webhook.message(sent.id(), sent.threadId()), body, sent.threadId(), false);
    }

    private Outgoing create(Delivery delivery, DiscordMessage message) {
        boolean newThread = message.threadName() != null;
        String thread = newThread ? null : message.threadId() == null ? webhook.threadId() : message.threadId();
        RequestBody body = body(message.createJson(delivery.post().conversation.sender), message.files());
        return outgoing(delivery, webhook.messages(thread), body, thread, newThread);
    }

    private static Outgoing outgoing(
            Delivery delivery, HttpUrl address, RequestBody body, String threadId, boolean newThread) {
        Request request = new Request.Builder()
                .url(address)
                .header("User-Agent", USER_AGENT)
                .method(delivery.method(), body)
                .build();
        return new Outgoing(delivery, request, threadId, newThread);
    }

    private static RequestBody body(byte[] json, List<DiscordFile> files) {
        if (files.isEmpty()) {
            return RequestBody.create(json, JSON);
        }
        MultipartBody.Builder parts = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("payload_json", null, RequestBody.create(json, JSON));
        for (int i = 0; i < files.size(); i++) {
            DiscordFile file = files.get(i);
            parts.addFormDataPart("files[" + i + "]", file.name(), RequestBody.create(file.content(), BYTES));
        }
        return parts.build();
    }
}
