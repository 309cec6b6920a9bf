package io.jenkins.plugins.bluegreen.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.AbortException;
import hudson.Util;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The configured Discord webhooks: found by name, with the address from their credentials, and tested. */
public final class Webhooks {
    /** How long the form waits for Discord. */
    private static final int TEST_SECONDS = 20;

    private Webhooks() {}

    /**
     * A configured webhook.
     *
     * @param name null or blank: the only one that is configured
     * @throws AbortException if there is none; the message lists the configured ones
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
     * The id of the credentials that hold a webhook's address.
     *
     * @throws AbortException if the webhook has none
     */
    public static String credentialsId(WebhookEntry webhook) throws AbortException {
        if (webhook.getCredentialsId() == null) {
            throw new AbortException(Messages.Webhooks_noCredentials(webhook.getName()));
        }
        return webhook.getCredentialsId();
    }

    /**
     * The address in a webhook's credentials.
     *
     * @param credentials null: not found
     * @throws AbortException if the credentials were not found
     * @throws DiscordException if they hold no address of a webhook, or one at a host that is not allowed
     */
    public static WebhookUrl address(WebhookEntry webhook, StringCredentials credentials) throws AbortException {
        if (credentials == null) {
            throw new AbortException(Messages.Webhooks_notFound(webhook.getName(), webhook.getCredentialsId()));
        }
        return WebhookUrl.parse(
                credentials.getSecret().getPlainText(), BlueGreenConfiguration.get().allowedWebhookHosts());
    }

    /** Sends a test message and waits for Discord's answer; for administrators. */
    static FormValidation test(WebhookEntry webhook) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            StringCredentials credentials = CredentialsProvider.findCredentialByIdInItemGroup(
                    credentialsId(webhook), StringCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
            Conversation conversation = SharedDiscord.get()
                    .client()
                    .open(address(webhook, credentials), webhook.sender(), trouble -> {});
            Sentence text = Sentence.of("discord.test", Jenkins.get().getRootUrl());
            conversation
                    .post(DiscordMessage.builder().content(text.in(webhook.locale())).build())
                    .delivered()
                    .get(TEST_SECONDS, TimeUnit.SECONDS);
            return FormValidation.ok(Messages.Webhooks_sent());
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        } catch (DiscordException e) {
            return FormValidation.error(FieldValidation.localized(e.sentence()));
        } catch (ExecutionException e) {
            return FormValidation.error(
                    e.getCause() instanceof DiscordException refused
                            ? FieldValidation.localized(refused.sentence())
                            : Messages.Webhooks_notSent(TEST_SECONDS));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.Webhooks_notSent(TEST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.Webhooks_notSent(TEST_SECONDS));
        }
    }

    /**
     * Secret texts that jobs can use as well, for a form: not those of scope System. Users who may not configure
     * Jenkins see the current one only.
     */
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
}
