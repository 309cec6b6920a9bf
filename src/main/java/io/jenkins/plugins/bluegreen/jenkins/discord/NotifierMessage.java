package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import java.util.List;
import java.util.function.Consumer;

/** The message of the post-build action about an event of a build. */
final class NotifierMessage {
    private NotifierMessage() {}

    /** @param log told of mentions that the webhook's entry does not allow */
    static DiscordMessage of(
            DiscordNotifier notifier, BuildEvent event, Run<?, ?> build, WebhookEntry entry, Consumer<String> log) {
        boolean listed = notifier.isChanges() && event != BuildEvent.STARTED;
        BuildNotice notice =
                event.notice(build, entry.locale(), listed ? BuildReader.changes(build) : List.of());
        DiscordMessage.Builder message =
                MessageThread.begin(notifier.getThread()).embed(notice.embed(entry.locale()));
        if (event == BuildEvent.FAILURE) {
            if (notifier.getMention() == null) {
                message.mention(entry.mentionOnFailure());
            }
            List<Mention> wanted = CommaSeparated.split(notifier.getMention()).stream()
                    .flatMap(who -> Mention.parse(who).stream())
                    .toList();
            entry.allowed(wanted, log).forEach(message::mention);
        }
        return message.build();
    }
}
