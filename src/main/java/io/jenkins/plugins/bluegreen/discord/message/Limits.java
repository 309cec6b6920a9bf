package io.jenkins.plugins.bluegreen.discord.message;

/** What Discord accepts at most; texts in code points. */
public final class Limits {
    /** Discord documentation, "Execute Webhook". */
    static final int CONTENT = 2000;

    public static final int EMBEDS = 10;
    static final int USERNAME = 80;
    /** Discord documentation, "Channel Object", {@code name}. */
    static final int THREAD_NAME = 100;

    /** Discord documentation, "Embed Limits", as are those that follow. */
    static final int TITLE = 256;

    static final int DESCRIPTION = 4096;
    static final int FIELDS = 25;
    static final int FIELD_NAME = 256;
    static final int FIELD_VALUE = 1024;
    static final int FOOTER = 2048;
    /** Of all these texts of all embeds of a message together. */
    static final int EMBED_TEXTS = 6000;

    /** Discord documentation, "Allowed Mentions Structure": ids of roles, and as many of users. */
    static final int MENTIONED_IDS = 100;

    /** In characters, all ASCII. Discord answers longer ones with "Must be 2048 or fewer in length". */
    static final int URL = 2048;

    /** Discord documentation, "Uploading Files"; in bytes. The limit is each file's, we keep it for all together. */
    static final int FILE_BYTES = 10 * 1024 * 1024;

    static final int FILES = 10;
    /** Ours: more of a name nobody reads. */
    static final int FILE_NAME = 100;

    private Limits() {}
}
