package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A Discord webhook of the global configuration. */
public final class WebhookEntry implements Describable<WebhookEntry>, NamedEntry {
    private final String name;
    private String credentialsId;
    private String username;
    private String avatarUrl;
    private String mention;
    private String language;
    private String allowedFolders;
    /** Not "allowMentions": a configuration that was saved without it allows them. */
    private boolean refuseMentions;
    private boolean postLogLines;

    @DataBoundConstructor
    public WebhookEntry(String name) {
        this.name = Util.fixNull(name).trim();
    }

    /** The name by which steps refer to the webhook. */
    @Override
    public String getName() {
        return name;
    }

    /** The id of a secret text that holds the webhook's address. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The sender's name; null: the webhook's name in Discord. */
    public String getUsername() {
        return username;
    }

    @DataBoundSetter
    public void setUsername(String username) {
        this.username = Util.fixEmptyAndTrim(username);
    }

    /** The address of the sender's picture; null: the webhook's picture. */
    public String getAvatarUrl() {
        return avatarUrl;
    }

    @DataBoundSetter
    public void setAvatarUrl(String avatarUrl) {
        this.avatarUrl = Util.fixEmptyAndTrim(avatarUrl);
    }

    /** Who is mentioned when a release fails, as {@link Mention#parse} reads it; null: nobody. */
    public String getMention() {
        return mention;
    }

    @DataBoundSetter
    public void setMention(String mention) {
        this.mention = Util.fixEmptyAndTrim(mention);
    }

    /** {@code en} or {@code ko}; null: the controller's own, or English if that is neither. */
    public String getLanguage() {
        return language;
    }

    @DataBoundSetter
    public void setLanguage(String language) {
        this.language = Util.fixEmptyAndTrim(language);
    }

    /** Full names of the folders or jobs that may use the webhook, separated by commas; null: all jobs. */
    public String getAllowedFolders() {
        return allowedFolders;
    }

    @DataBoundSetter
    public void setAllowedFolders(String allowedFolders) {
        this.allowedFolders = Util.fixEmptyAndTrim(allowedFolders);
    }

    @Override
    public boolean allowsJob(String fullName) {
        return JobNames.match(allowedFolders, fullName);
    }

    /** Whether jobs may mention people and roles; the mention of {@link #getMention} stays. */
    public boolean isAllowMentions() {
        return !refuseMentions;
    }

    @DataBoundSetter
    public void setAllowMentions(boolean allowMentions) {
        refuseMentions = !allowMentions;
    }

    /**
     * Of the mentions that a job asks for, those that the channel gets.
     *
     * @param log gets a sentence if there are others
     */
    public List<Mention> allowed(List<Mention> wanted, Consumer<String> log) {
        if (!refuseMentions || wanted.isEmpty()) {
            return wanted;
        }
        log.accept(Messages.WebhookEntry_noMentions(name));
        return List.of();
    }

    /** Whether messages show log lines of Pods. */
    public boolean isPostLogLines() {
        return postLogLines;
    }

    @DataBoundSetter
    public void setPostLogLines(boolean postLogLines) {
        this.postLogLines = postLogLines;
    }

    /** The language of messages. */
    public Locale locale() {
        String wanted = language == null ? Locale.getDefault().getLanguage() : language;
        return wanted.equals(Locale.KOREAN.getLanguage()) ? Locale.KOREAN : Locale.ENGLISH;
    }

    /** Who is mentioned when a release fails; null: nobody. */
    public Mention mentionOnFailure() {
        return Mention.parse(mention).orElse(null);
    }

    /** The sender of messages that name none. */
    public Sender sender() {
        return new Sender(username, avatarUrl);
    }

    /** Checks and fills the webhook's form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<WebhookEntry> {
        @Override
        public String getDisplayName() {
            return Messages.WebhookEntry_displayName();
        }

        /** @param savedName the webhook's name when the page was opened */
        @POST
        public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String savedName) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.name(value, savedName, BlueGreenConfiguration.get().getWebhooks());
        }

        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String savedName) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null
                    ? FieldValidation.missing(savedName, Messages.WebhookEntry_noCredentials())
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckMention(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                Mention.parse(value);
                return FormValidation.ok();
            } catch (DiscordException e) {
                return FormValidation.error(FieldValidation.localized(e.sentence()));
            }
        }

        @POST
        public FormValidation doCheckAllowedFolders(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.folders(value);
        }

        /** Warns of a name that Discord would refuse; messages are sent without it. */
        @POST
        public FormValidation doCheckUsername(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            boolean refused = Util.fixEmptyAndTrim(value) != null
                    && new Sender(value, null).username().isEmpty();
            return refused ? FormValidation.warning(Messages.WebhookEntry_username()) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckAvatarUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            boolean refused = Util.fixEmptyAndTrim(value) != null
                    && new Sender(null, value).avatarUrl().isEmpty();
            return refused ? FormValidation.warning(Messages.WebhookEntry_avatarUrl()) : FormValidation.ok();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return Webhooks.choices(credentialsId);
        }

        @POST
        public ListBoxModel doFillLanguageItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.WebhookEntry_controllersLanguage(), ""),
                    new ListBoxModel.Option("English", "en"),
                    new ListBoxModel.Option("한국어", "ko"));
        }

        /** Sends one message with the form's values, saved or not. */
        @POST
        public FormValidation doSendTestMessage(
                @QueryParameter String name,
                @QueryParameter String credentialsId,
                @QueryParameter String username,
                @QueryParameter String avatarUrl,
                @QueryParameter String language) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            WebhookEntry entry = new WebhookEntry(name);
            entry.setCredentialsId(credentialsId);
            entry.setUsername(username);
            entry.setAvatarUrl(avatarUrl);
            entry.setLanguage(language);
            return Webhooks.test(entry);
        }
    }
}
