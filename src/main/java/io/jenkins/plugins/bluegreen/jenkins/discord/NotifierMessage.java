package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.secrets.StepSecrets;
import java.util.List;

/** The message of the post-build action about an event of a build. */
final class NotifierMessage {
    private NotifierMessage() {}

    /** @param listener told of mentions that the webhook's entry does not allow */
    static DiscordMessage of(
            DiscordNotifier notifier,
            BuildEvent event,
            AbstractBuild<?, ?> build,
            WebhookEntry entry,
            BuildListener listener) {
        boolean listed = notifier.isChanges() && event != BuildEvent.STARTED;
        BuildNotice notice =
                event.notice(build, entry.locale(), listed ? BuildReader.changes(build) : List.of());
        BuildNotice masked = notice.masked(StepSecrets.of(build, listener)::masked);
        DiscordMessage.Builder message =
                MessageThread.begin(notifier.getThread()).embed(masked.embed(entry.locale()));
        if (event == BuildEvent.FAILURE) {
            if (notifier.getMention() == null) {
                message.mention(entry.mentionOnFailure());
            }
            List<Mention> wanted = CommaSeparated.split(notifier.getMention()).stream()
                    .flatMap(who -> Mention.parse(who).stream())
                    .toList();
            entry.allowed(wanted, listener.getLogger()::println).forEach(message::mention);
        }
        return message.build();
    }
}
