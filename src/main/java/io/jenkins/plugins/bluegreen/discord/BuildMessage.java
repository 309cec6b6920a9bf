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
 * One message that follows a part of a build, its stages and its releases, changed with each of them. What fails posts
 * another one with a mention, because nobody is told of a change.
 *
 * <p>Whoever tells it something only leaves values in the conversation's queue; they become texts on another thread.
 */
public final class BuildMessage {
    private final Conversation conversation;
    private final Supplier<DiscordMessage.Builder> frame;
    private final BuildEmbed embed;
    private final ReleaseEmbed releaseEmbed;
    private final List<Mention> onFailure;
    private final Post post;

    /**
     * A message that is posted when it is first shown, or goes on.
     *
     * @param frame     begins a message: sender, thread and what else is no embed
     * @param onFailure who is mentioned when something fails
     * @param posted    what {@link #sent()} was in another process; null: not posted yet
     */
    public BuildMessage(
            Conversation conversation,
            Locale locale,
            Supplier<DiscordMessage.Builder> frame,
            Collection<Mention> onFailure,
            SentMessage posted) {
        this.conversation = conversation;
        this.frame = frame;
        this.onFailure = List.copyOf(onFailure);
        embed = new BuildEmbed(locale);
        releaseEmbed = new ReleaseEmbed(locale);
        post = conversation.continued(posted);
    }

    /** What it takes to go on with the message later; null while it is not in Discord. */
    public SentMessage sent() {
        return post.sent();
    }

    /** Shows how it stands. Returns at once. */
    public CompletableFuture<SentMessage> show(BuildNotice notice, BuildProgress progress) {
        return post.edit(() -> {
            DiscordMessage.Builder message = frame.get().embed(embed.story(notice, progress));
            newest(progress.releases()).forEach(release -> message.embed(releaseEmbed.story(release)));
            return message.build();
        });
    }

    /** Posts that it failed. Returns at once. */
    public CompletableFuture<SentMessage> alert(BuildNotice notice, BuildProgress progress) {
        return conversation.post(() -> beside(embed.alert(notice, progress))).delivered();
    }

    /** Posts that a release in it failed. Returns at once. */
    public CompletableFuture<SentMessage> alert(ReleaseSnapshot release) {
        return conversation.post(() -> beside(releaseEmbed.alert(release))).delivered();
    }

    /** Where the message is. */
    private DiscordMessage beside(DiscordEmbed what) {
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
