package io.jenkins.plugins.bluegreen.discord.local;

/** Discord's errors other than form errors: "JSON Error Codes", Opcodes and Status Codes. */
final class Problems {
    static final Reply UNKNOWN_WEBHOOK = Reply.error(404, "Unknown Webhook", 10015);
    static final Reply UNKNOWN_MESSAGE = Reply.error(404, "Unknown Message", 10008);
    static final Reply UNKNOWN_CHANNEL = Reply.error(404, "Unknown Channel", 10003);
    static final Reply INVALID_TOKEN = Reply.error(401, "Invalid Webhook Token", 50027);
    static final Reply NOT_FOUND = Reply.error(404, "404: Not Found", 0);
    static final Reply NOT_ALLOWED = Reply.error(405, "405: Method Not Allowed", 0);
    static final Reply TOO_LARGE = Reply.error(413, "Request entity too large", 40005);
    static final Reply NEEDS_THREAD =
            Reply.error(400, "Webhooks posted to forum channels must have a thread_name or thread_id", 220001);
    static final Reply TWO_THREADS =
            Reply.error(400, "Webhooks posted to forum channels cannot have both a thread_name and thread_id", 220002);
    static final Reply NO_FORUM = Reply.error(400, "Webhooks can only create threads in forum channels", 220003);

    private Problems() {}
}
