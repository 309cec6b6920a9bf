package io.jenkins.plugins.bluegreen.jenkins;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.DiscordException;
import io.jenkins.plugins.bluegreen.discord.Mention;
import java.util.LinkedHashSet;
import java.util.Set;

/** What forms of jobs offer and check of messages to Discord. */
final class DiscordForms {
    private DiscordForms() {}

    /** The configured webhooks; for those who may not configure the job, only the one that it has. */
    static ListBoxModel webhooks(Item item, String current) {
        Set<String> names = new LinkedHashSet<>();
        if (FormChecks.mayConfigure(item)) {
            BlueGreenConfiguration.get().getWebhooks().forEach(webhook -> names.add(webhook.getName()));
        }
        String kept = Util.fixEmptyAndTrim(current);
        if (kept != null) {
            names.add(kept);
        }
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DiscordNotifyStep_onlyWebhook(), "");
        names.forEach(items::add);
        return items;
    }

    /** Who may be mentioned, comma-separated. */
    static FormValidation mention(Item item, String text) {
        if (!FormChecks.mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            Words.split(text).forEach(Mention::parse);
            return FormValidation.ok();
        } catch (DiscordException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
