package io.jenkins.plugins.bluegreen.discord.message;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates names of senders. */
final class SenderName {
    /** Discord documentation, "Create Webhook": what a name must not contain. */
    private static final Pattern RESERVED =
            Pattern.compile("clyde|discord", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Discord documentation, "Usernames and Nicknames": what a name must not be. */
    private static final Set<String> MENTIONS = Set.of("everyone", "here");

    private SenderName() {}

    /** The name, shortened; empty if Discord would refuse it. */
    static String accepted(String name) {
        String wanted = Text.prepareLine(name);
        String visible = Text.visible(wanted.replace("@", ""));
        boolean refused = visible.isEmpty()
                || RESERVED.matcher(visible).find()
                || MENTIONS.contains(visible.toLowerCase(Locale.ROOT));
        return refused ? "" : Shortening.plain(wanted, Limits.USERNAME);
    }
}
