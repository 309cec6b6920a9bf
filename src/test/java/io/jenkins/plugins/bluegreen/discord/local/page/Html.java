package io.jenkins.plugins.bluegreen.discord.local.page;

/** Text for HTML. */
public final class Html {
    private Html() {}

    /** What shows as {@code text}, in an attribute too. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
