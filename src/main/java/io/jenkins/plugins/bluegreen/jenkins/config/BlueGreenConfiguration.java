package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The clusters and webhooks that builds refer to by name, and what holds for every release unless its step says otherwise. */
@Extension
@Symbol("blueGreenDeploy")
public final class BlueGreenConfiguration extends GlobalConfiguration {
    // read by builds while somebody saves
    private volatile List<ClusterEntry> clusters = new ArrayList<>();
    private volatile List<WebhookEntry> webhooks = new ArrayList<>();
    private volatile String webhookHosts;
    private volatile int defaultTimeout = 600;

    public BlueGreenConfiguration() {
        load();
    }

    public static BlueGreenConfiguration get() {
        return ExtensionList.lookupSingleton(BlueGreenConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.BlueGreenConfiguration_displayName();
    }

    /** Takes the whole form or, with a message, nothing of it. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        // bound here, for a setter is not called for a list whose last row was removed
        List<ClusterEntry> newClusters = request.bindJSONToList(ClusterEntry.class, form.get("clusters"));
        List<WebhookEntry> newWebhooks = request.bindJSONToList(WebhookEntry.class, form.get("webhooks"));
        int timeout = form.optInt("defaultTimeout");
        refuse(problemOfClusters(newClusters), "clusters");
        refuse(problemOfWebhooks(newWebhooks), "webhooks");
        refuse(timeout < 1 ? Messages.BlueGreenConfiguration_timeoutTooShort(timeout) : null, "defaultTimeout");
        clusters = new ArrayList<>(newClusters);
        webhooks = new ArrayList<>(newWebhooks);
        webhookHosts = Util.fixEmptyAndTrim(form.optString("webhookHosts"));
        defaultTimeout = timeout;
        save();
        ClusterConnections.get().configured(newClusters);
        return true;
    }

    private static void refuse(String problem, String field) throws FormException {
        if (problem != null) {
            throw new FormException(problem, field);
        }
    }

    private static void refuse(String problem) {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static String problemOfClusters(List<ClusterEntry> entries) {
        return NamedEntry.problem(Messages.ClusterEntry_displayName(), entries);
    }

    private static String problemOfWebhooks(List<WebhookEntry> entries) {
        for (WebhookEntry entry : entries) {
            try {
                entry.mentionOnFailure();
            } catch (DiscordException e) {
                return Messages.BlueGreenConfiguration_webhook(entry.getName(), FieldValidation.localized(e.sentence()));
            }
        }
        return NamedEntry.problem(Messages.WebhookEntry_displayName(), entries);
    }

    /** In the order of the page. */
    public List<ClusterEntry> getClusters() {
        return Collections.unmodifiableList(clusters);
    }

    /** @throws IllegalArgumentException if two have the same name, or one has none */
    @DataBoundSetter
    public void setClusters(List<ClusterEntry> clusters) {
        refuse(problemOfClusters(clusters));
        this.clusters = new ArrayList<>(clusters);
        save();
        ClusterConnections.get().configured(clusters);
    }

    /** In the order of the page. */
    public List<WebhookEntry> getWebhooks() {
        return Collections.unmodifiableList(webhooks);
    }

    /** @throws IllegalArgumentException if two have the same name, one has none, or one mentions nobody who could be */
    @DataBoundSetter
    public void setWebhooks(List<WebhookEntry> webhooks) {
        refuse(problemOfWebhooks(webhooks));
        this.webhooks = new ArrayList<>(webhooks);
        save();
    }

    /** Hosts besides Discord's own that a webhook's address may have, {@code host} or {@code host:port}, one a line. */
    public String getWebhookHosts() {
        return webhookHosts;
    }

    @DataBoundSetter
    public void setWebhookHosts(String webhookHosts) {
        this.webhookHosts = Util.fixEmptyAndTrim(webhookHosts);
        save();
    }

    List<String> allowedWebhookHosts() {
        return Stream.of(Util.fixNull(webhookHosts).split("\\s+"))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** Seconds that a release has to become ready and healthy before it is given up. */
    public int getDefaultTimeout() {
        return defaultTimeout;
    }

    /** @throws IllegalArgumentException if there would be no time at all */
    @DataBoundSetter
    public void setDefaultTimeout(int seconds) {
        refuse(seconds < 1 ? Messages.BlueGreenConfiguration_timeoutTooShort(seconds) : null);
        defaultTimeout = seconds;
        save();
    }

    @POST
    public FormValidation doCheckDefaultTimeout(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validatePositiveInteger(value);
    }

    @POST
    public FormValidation doCheckWebhookHosts(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FieldValidation.hosts(value);
    }
}
