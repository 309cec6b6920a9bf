package io.jenkins.plugins.bluegreen.discord.local.page;

/** Escapes text for HTML. */
public final class Html {
    private Html() {}

    /** The escaped text, safe in attributes too. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
