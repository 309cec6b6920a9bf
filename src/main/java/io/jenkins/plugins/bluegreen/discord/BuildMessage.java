package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.Post;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.message.DiscordEmbed;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Limits;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A message that follows a part of a build, with its stages and releases, and is edited with each of their changes. A
 * failure posts a second message with a mention, because Discord does not notify of edits.
 *
 * <p>Callers never wait: they leave values in the conversation's queue, and another thread renders them.
 */
public final class BuildMessage {
    private final Conversation conversation;
    private final Supplier<DiscordMessage.Builder> frame;
    private final BuildEmbed embed;
    private final ReleaseEmbed releaseEmbed;
    private final List<Mention> onFailure;
    private final Post post;

    /**
     * A message that is posted when it is first shown, or goes on after a restart.
     *
     * @param frame     starts a message: sender, thread and everything else that is not an embed
     * @param logLines  whether log lines of Pods are shown
     * @param onFailure the mentions of a failure
     * @param posted    what {@link #sent()} was before the restart; null: not posted yet
     */
    public BuildMessage(
            Conversation conversation,
            Locale locale,
            boolean logLines,
            Supplier<DiscordMessage.Builder> frame,
            Collection<Mention> onFailure,
            SentMessage posted) {
        this.conversation = conversation;
        this.frame = frame;
        this.onFailure = List.copyOf(onFailure);
        embed = new BuildEmbed(locale);
        releaseEmbed = new ReleaseEmbed(locale, logLines);
        post = conversation.continued(posted);
    }

    /** The message's ids in Discord, to go on after a restart; null while it is not posted. */
    SentMessage sent() {
        return post.sent();
    }

    /** Where people see the message; null while that is not known. */
    public String address() {
        return post.address();
    }

    /** Posts or edits the message. Returns at once. */
    public CompletableFuture<SentMessage> show(BuildNotice notice, BuildProgress progress) {
        return post.edit(() -> {
            DiscordMessage.Builder message = frame.get().embed(embed.story(notice, progress));
            newest(progress.releases()).forEach(release -> message.embed(releaseEmbed.story(release)));
            return message.build();
        });
    }

    /** Posts a second message about the failure. Returns at once. */
    public CompletableFuture<SentMessage> alert(BuildNotice notice, BuildProgress progress) {
        return conversation.post(() -> further(embed.alert(notice, progress))).delivered();
    }

    /** Posts a second message about a failed release. Returns at once. */
    public CompletableFuture<SentMessage> alert(ReleaseSnapshot release) {
        return conversation.post(() -> further(releaseEmbed.alert(release))).delivered();
    }

    /** A further message, in the same thread. */
    private DiscordMessage further(DiscordEmbed what) {
        DiscordMessage.Builder message = frame.get().content("").embed(what);
        onFailure.forEach(message::mention);
        SentMessage sent = sent();
        if (sent != null && sent.threadId() != null) {
            message.threadId(sent.threadId());
        }
        return message.build();
    }

    private static List<ReleaseSnapshot> newest(List<ReleaseSnapshot> releases) {
        int room = Limits.EMBEDS - 1;
        return releases.subList(Math.max(0, releases.size() - room), releases.size());
    }
}
