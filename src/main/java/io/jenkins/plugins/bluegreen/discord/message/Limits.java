package io.jenkins.plugins.bluegreen.discord.message;

/** Limits of Discord. Texts are counted in code points. */
public final class Limits {
    /** Discord documentation, "Execute Webhook". */
    static final int CONTENT = 2000;

    public static final int EMBEDS = 10;
    static final int USERNAME = 80;
    /** Discord documentation, "Channel Object", {@code name}. */
    static final int THREAD_NAME = 100;

    /** Discord documentation, "Embed Limits", as for those that follow. */
    static final int TITLE = 256;

    static final int DESCRIPTION = 4096;
    static final int FIELDS = 25;
    static final int FIELD_NAME = 256;
    static final int FIELD_VALUE = 1024;
    static final int FOOTER = 2048;
    /** All texts of all embeds of a message together. */
    static final int EMBED_TEXTS = 6000;

    /** Discord documentation, "Allowed Mentions Structure": of roles, and the same number of users. */
    static final int MENTIONED_IDS = 100;

    /** In ASCII characters. Discord refuses longer ones with "Must be 2048 or fewer in length". */
    static final int URL = 2048;

    /**
     * In bytes. Discord documentation, "Uploading Files": the limit of one file, which we keep for all files together.
     */
    public static final int FILE_BYTES = 10 * 1024 * 1024;

    public static final int FILES = 10;
    /** Our own limit. */
    static final int FILE_NAME = 100;

    private Limits() {}
}
