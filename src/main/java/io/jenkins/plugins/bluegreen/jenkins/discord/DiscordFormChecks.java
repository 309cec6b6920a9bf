package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import java.util.List;

/** Choices and validation of the form fields {@code webhook} and {@code mention}. */
final class DiscordFormChecks {
    private DiscordFormChecks() {}

    /** The configured webhooks. Users who may not configure the job see the current one only. */
    static ListBoxModel webhooks(Item item, String current) {
        List<WebhookEntry> webhooks = BlueGreenConfiguration.get().getWebhooks();
        String none = webhooks.size() > 1 ? Messages.ReleaseStep_choose() : Messages.DiscordNotifyStep_onlyWebhook();
        return FormChecks.names(none, item, webhooks, current);
    }

    /** Validates the choice of a webhook: where there are several, one must be chosen. */
    static FormValidation webhook(Item item, String chosen) {
        return FormChecks.chosen(
                item,
                chosen,
                BlueGreenConfiguration.get().getWebhooks(),
                Messages::Webhooks_several,
                Messages.Webhooks_none());
    }

    /** Validates mentions, comma-separated. */
    static FormValidation mention(Item item, String text) {
        if (!FormChecks.mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            CommaSeparated.split(text).forEach(Mention::parse);
            return FormValidation.ok();
        } catch (DiscordException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
