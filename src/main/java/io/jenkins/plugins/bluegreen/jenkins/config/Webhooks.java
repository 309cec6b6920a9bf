package io.jenkins.plugins.bluegreen.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildConversations;
import io.jenkins.plugins.bluegreen.jenkins.discord.SharedDiscord;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The configured Discord webhooks, as a build may use them. */
public final class Webhooks {
    /** For an administrator who waits before a form. */
    private static final int TEST_SECONDS = 20;

    private Webhooks() {}

    /**
     * A configured webhook.
     *
     * @param name null or blank: the only one that is configured
     * @throws AbortException if there is none; the message names those that are there
     */
    public static WebhookEntry named(String name) throws AbortException {
        List<WebhookEntry> webhooks = BlueGreenConfiguration.get().getWebhooks();
        WebhookEntry found = NamedEntry.find(webhooks, name);
        if (found != null) {
            return found;
        }
        if (webhooks.isEmpty()) {
            throw new AbortException(Messages.Webhooks_none());
        }
        String names = NamedEntry.names(webhooks);
        String wanted = Util.fixEmptyAndTrim(name);
        throw new AbortException(
                wanted == null ? Messages.Webhooks_several(names) : Messages.Webhooks_unknown(wanted, names));
    }

    /**
     * What one step of a build says to a webhook. Reads credentials, so not on the CPS thread.
     *
     * @param trouble told of trouble, unless an earlier step of the build was told the same
     * @throws AbortException if the credentials are not there, or hold no webhook's address
     */
    public static Conversation open(WebhookEntry webhook, Run<?, ?> run, Consumer<Sentence> trouble) throws AbortException {
        StringCredentials credentials = CredentialsProvider.findCredentialById(
                id(webhook), StringCredentials.class, run, List.of());
        try {
            WebhookUrl url = url(webhook, credentials);
            CredentialsProvider.track(run, credentials);
            return BuildConversations.get().open(url, webhook.sender(), run, trouble);
        } catch (DiscordException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Sends one message, for an administrator, and waits for what becomes of it. */
    static FormValidation test(WebhookEntry webhook) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            StringCredentials credentials = CredentialsProvider.findCredentialByIdInItemGroup(
                    id(webhook), StringCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
            Conversation conversation = SharedDiscord.get()
                    .client()
                    .open(url(webhook, credentials), webhook.sender(), trouble -> {});
            Sentence text = Sentence.of("discord.test", Jenkins.get().getRootUrl());
            conversation
                    .post(DiscordMessage.builder().content(text.in(webhook.locale())).build())
                    .delivered()
                    .get(TEST_SECONDS, TimeUnit.SECONDS);
            return FormValidation.ok(Messages.Webhooks_sent());
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        } catch (DiscordException e) {
            return FormValidation.error(Checks.said(e.sentence()));
        } catch (ExecutionException e) {
            return FormValidation.error(
                    e.getCause() instanceof DiscordException refused
                            ? Checks.said(refused.sentence())
                            : Messages.Webhooks_notSent(TEST_SECONDS));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.Webhooks_notSent(TEST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.Webhooks_notSent(TEST_SECONDS));
        }
    }

    /** Those of the global domain that builds can use too; for whoever may not configure Jenkins, the current one only. */
    static ListBoxModel choices(String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return choices.includeCurrentValue(current);
        }
        return choices.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StringCredentials.class,
                        List.of(),
                        CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM)))
                .includeCurrentValue(current);
    }

    private static WebhookUrl url(WebhookEntry webhook, StringCredentials credentials) throws AbortException {
        if (credentials == null) {
            throw new AbortException(Messages.Webhooks_notFound(webhook.getName(), webhook.getCredentialsId()));
        }
        return WebhookUrl.parse(
                credentials.getSecret().getPlainText(), BlueGreenConfiguration.get().allowedWebhookHosts());
    }

    private static String id(WebhookEntry webhook) throws AbortException {
        if (webhook.getCredentialsId() == null) {
            throw new AbortException(Messages.Webhooks_noCredentials(webhook.getName()));
        }
        return webhook.getCredentialsId();
    }
}
