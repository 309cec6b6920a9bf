package io.jenkins.plugins.bluegreen.discord.local;

/** Discord's refusals apart from those of the message's form: "JSON Error Codes", Opcodes and Status Codes. */
public final class Problems {
    public static final Reply UNKNOWN_WEBHOOK = Reply.error(404, "Unknown Webhook", 10015);
    public static final Reply UNKNOWN_MESSAGE = Reply.error(404, "Unknown Message", 10008);
    public static final Reply UNKNOWN_CHANNEL = Reply.error(404, "Unknown Channel", 10003);
    public static final Reply INVALID_TOKEN = Reply.error(401, "Invalid Webhook Token", 50027);
    public static final Reply NOT_FOUND = Reply.error(404, "404: Not Found", 0);
    public static final Reply NOT_ALLOWED = Reply.error(405, "405: Method Not Allowed", 0);
    public static final Reply TOO_LARGE = Reply.error(413, "Request entity too large", 40005);
    public static final Reply NEEDS_THREAD =
            Reply.error(400, "Webhooks posted to forum channels must have a thread_name or thread_id", 220001);
    public static final Reply TWO_THREADS =
            Reply.error(400, "Webhooks posted to forum channels cannot have both a thread_name and thread_id", 220002);
    public static final Reply NO_FORUM = Reply.error(400, "Webhooks can only create threads in forum channels", 220003);

    private Problems() {}
}
