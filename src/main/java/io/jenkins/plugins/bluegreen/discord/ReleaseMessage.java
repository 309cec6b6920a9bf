package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.Post;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A message that follows a release and is edited with every phase. A release that fails or is rolled back posts a
 * second message with a mention, because Discord does not notify of edits.
 *
 * <p>The thread that advances the release only takes a snapshot and leaves it in the conversation's queue.
 */
public final class ReleaseMessage implements ReleaseEvents {
    private final Conversation conversation;
    private final Supplier<DiscordMessage.Builder> frame;
    private final ReleaseEmbed embed;
    private final Mention onFailure;
    private final Post post;

    /**
     * A message that is posted with the release's first event, or goes on after a restart.
     *
     * @param locale    the channel's language
     * @param logLines  whether log lines of Pods are shown
     * @param frame     starts a message: its thread
     * @param onFailure the mention of a failure; null: none
     * @param posted    what {@link #sent()} was before the restart; null: not posted yet
     * @param page      the address of the release's page; null: the message links to its build
     */
    public ReleaseMessage(
            Conversation conversation,
            Locale locale,
            boolean logLines,
            Supplier<DiscordMessage.Builder> frame,
            Mention onFailure,
            SentMessage posted,
            String page) {
        this.conversation = conversation;
        this.frame = frame;
        this.embed = new ReleaseEmbed(locale, logLines, page);
        this.onFailure = onFailure;
        post = conversation.continued(posted);
    }

    /** The message's ids in Discord, to go on after a restart; null while it is not posted. */
    public SentMessage sent() {
        return post.sent();
    }

    /**
     * Asks Discord where people see the message, as soon as it is posted.
     *
     * @return this
     */
    public ReleaseMessage withAddress() {
        post.delivered().thenRun(post::address);
        return this;
    }

    /** Where people see the message; null while that is not known. */
    public String address() {
        return post.address();
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        show(state);
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        show(state);
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        show(state);
        ReleaseSnapshot snapshot = ReleaseSnapshot.of(state);
        if (snapshot.isFailure()) {
            conversation.post(() -> further(snapshot));
        }
    }

    /** A further message, in the same thread. */
    private DiscordMessage further(ReleaseSnapshot snapshot) {
        DiscordMessage.Builder message = frame.get().mention(onFailure).embed(embed.alert(snapshot));
        SentMessage sent = sent();
        if (sent != null && sent.threadId() != null) {
            message.threadId(sent.threadId());
        }
        return message.build();
    }

    private void show(ReleaseView state) {
        ReleaseSnapshot snapshot = ReleaseSnapshot.of(state);
        post.edit(() -> frame.get().embed(embed.story(snapshot)).build());
    }
}
