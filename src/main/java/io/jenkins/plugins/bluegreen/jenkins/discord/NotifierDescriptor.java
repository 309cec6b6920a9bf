package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Item;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Publisher;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of the post-build action: choices and validation. */
public abstract class NotifierDescriptor extends BuildStepDescriptor<Publisher> {
    /** The configured webhooks. Users who may not configure the job see the current one only. */
    @POST
    public ListBoxModel doFillWebhookItems(@AncestorInPath Item item, @QueryParameter String webhook) {
        return DiscordFormChecks.webhooks(item, webhook);
    }

    @POST
    public FormValidation doCheckWebhook(@AncestorInPath Item item, @QueryParameter String value) {
        return DiscordFormChecks.webhook(item, value);
    }

    @POST
    public FormValidation doCheckMention(@AncestorInPath Item item, @QueryParameter String value) {
        return DiscordFormChecks.mention(item, value);
    }
}
