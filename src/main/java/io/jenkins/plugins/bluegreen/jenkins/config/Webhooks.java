package io.jenkins.plugins.bluegreen.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
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
     * A configured webhook that a job may use.
     *
     * @param name null or blank: the only one that is configured
     * @param job its full name; null: no job, whatever the webhook is for
     * @throws AbortException if there is none, or it is not for this job; the message lists the configured ones
     */
    public static WebhookEntry named(String name, String job) throws AbortException {
        WebhookEntry webhook = named(name);
        if (job != null && !webhook.allowsJob(job)) {
            throw new AbortException(Messages.Webhooks_folder(webhook.getName(), job));
        }
        return webhook;
    }

    /** The same for a build's job. */
    public static WebhookEntry named(String name, Run<?, ?> run) throws AbortException {
        return named(name, run.getParent().getFullName());
    }

    private static WebhookEntry named(String name) throws AbortException {
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
     * The address of a webhook for a build whose job may use it. The use of the credentials is tracked.
     *
     * @param run null: the build is gone
     * @throws AbortException if the webhook has no credentials, or they were not found
     * @throws DiscordException if they hold no address of a webhook, or one at a host that is not allowed
     */
    public static WebhookUrl address(WebhookEntry webhook, Run<?, ?> run) throws AbortException {
        StringCredentials credentials = credentials(webhook);
        WebhookUrl address = address(credentials);
        if (run != null) {
            CredentialsProvider.track(run, credentials);
        }
        return address;
    }

    private static StringCredentials credentials(WebhookEntry webhook) throws AbortException {
        if (webhook.getCredentialsId() == null) {
            throw new AbortException(Messages.Webhooks_noCredentials(webhook.getName()));
        }
        StringCredentials found =
                CentralCredentials.find(webhook.getCredentialsId(), StringCredentials.class, List.of());
        if (found == null) {
            throw new AbortException(Messages.Webhooks_notFound(webhook.getName(), webhook.getCredentialsId()));
        }
        return found;
    }

    private static WebhookUrl address(StringCredentials credentials) {
        return WebhookUrl.parse(
                credentials.getSecret().getPlainText(), BlueGreenConfiguration.get().allowedWebhookHosts());
    }

    /** Sends a test message and waits for Discord's answer; for administrators. */
    static FormValidation test(WebhookEntry webhook) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            Conversation conversation = SharedDiscord.get()
                    .client()
                    .open(address(credentials(webhook)), webhook.sender(), trouble -> {})
                    .inHaste();
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

    /** Secret texts, for a form. */
    static ListBoxModel choices(String current) {
        return CentralCredentials.choices(current, StringCredentials.class, CredentialsMatchers.always());
    }
}
