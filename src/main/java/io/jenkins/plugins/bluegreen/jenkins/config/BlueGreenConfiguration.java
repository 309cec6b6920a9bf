package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.XmlFile;
import hudson.util.FormValidation;
import hudson.util.XStream2;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The global configuration: clusters and webhooks, which builds refer to by name, and defaults for all releases. */
@Extension
@Symbol("blueGreenDeploy")
public final class BlueGreenConfiguration extends GlobalConfiguration {
    private static final String FILE = "blue-green-deploy.xml";

    /** Names without packages, so that classes may move without losing a configuration. */
    private static final XStream2 XSTREAM = new XStream2();

    static {
        XSTREAM.alias("blueGreenDeploy", BlueGreenConfiguration.class);
        XSTREAM.alias("cluster", ClusterEntry.class);
        XSTREAM.alias("webhook", WebhookEntry.class);
    }

    // builds read these while a user saves
    private volatile List<ClusterEntry> clusters = new ArrayList<>();
    private volatile List<WebhookEntry> webhooks = new ArrayList<>();
    private volatile String webhookHosts;
    private volatile String probeHosts;
    private volatile int defaultTimeout = 600;

    public BlueGreenConfiguration() {
        load();
    }

    public static BlueGreenConfiguration get() {
        return ExtensionList.lookupSingleton(BlueGreenConfiguration.class);
    }

    @Override
    protected XmlFile getConfigFile() {
        return new XmlFile(XSTREAM, new File(Jenkins.get().getRootDir(), FILE));
    }

    @Override
    public String getDisplayName() {
        return Messages.BlueGreenConfiguration_displayName();
    }

    /** Saves the whole form, or rejects it with a message and saves nothing. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        // bound here: Jenkins calls no setter for a list whose last row was removed
        List<ClusterEntry> newClusters = request.bindJSONToList(ClusterEntry.class, form.get("clusters"));
        List<WebhookEntry> newWebhooks = request.bindJSONToList(WebhookEntry.class, form.get("webhooks"));
        int timeout = form.optInt("defaultTimeout");
        refuse(problemOfClusters(newClusters), "clusters");
        refuse(problemOfWebhooks(newWebhooks), "webhooks");
        refuse(timeout < 1 ? Messages.BlueGreenConfiguration_timeoutTooShort(timeout) : null, "defaultTimeout");
        try (BulkChange change = new BulkChange(this)) {
            setClusters(newClusters);
            setWebhooks(newWebhooks);
            setWebhookHosts(form.optString("webhookHosts"));
            setProbeHosts(form.optString("probeHosts"));
            setDefaultTimeout(timeout);
            change.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        for (ClusterEntry entry : entries) {
            if (entry.isUseless()) {
                return Messages.ClusterEntry_bound(entry.getName());
            }
        }
        return NamedEntry.problem(Messages.ClusterEntry_displayName(), entries);
    }

    private static String problemOfWebhooks(List<WebhookEntry> entries) {
        for (WebhookEntry entry : entries) {
            try {
                entry.mentionOnFailure();
            } catch (DiscordException e) {
                return Messages.BlueGreenConfiguration_webhook(
                        entry.getName(), FieldValidation.localized(e.sentence()));
            }
        }
        return NamedEntry.problem(Messages.WebhookEntry_displayName(), entries);
    }

    /** In the order of the page. */
    public List<ClusterEntry> getClusters() {
        return Collections.unmodifiableList(clusters);
    }

    /** @throws IllegalArgumentException if names are missing or not unique */
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

    /** @throws IllegalArgumentException if names are missing or not unique, or a mention is invalid */
    @DataBoundSetter
    public void setWebhooks(List<WebhookEntry> webhooks) {
        refuse(problemOfWebhooks(webhooks));
        this.webhooks = new ArrayList<>(webhooks);
        save();
    }

    /** Allowed hosts of webhook addresses besides Discord's own, {@code host} or {@code host:port}, one a line. */
    public String getWebhookHosts() {
        return webhookHosts;
    }

    @DataBoundSetter
    public void setWebhookHosts(String webhookHosts) {
        this.webhookHosts = Util.fixEmptyAndTrim(webhookHosts);
        save();
    }

    List<String> allowedWebhookHosts() {
        return HostList.of(webhookHosts);
    }

    /** The hosts that releases may ask by {@code monitor}, as those of webhooks; null: all. */
    public String getProbeHosts() {
        return probeHosts;
    }

    @DataBoundSetter
    public void setProbeHosts(String probeHosts) {
        this.probeHosts = Util.fixEmptyAndTrim(probeHosts);
        save();
    }

    List<String> allowedProbeHosts() {
        return HostList.of(Util.fixNull(probeHosts).toLowerCase(Locale.ROOT));
    }

    /** Default time limit, in seconds, of a release to become ready and healthy. */
    public int getDefaultTimeout() {
        return defaultTimeout;
    }

    /** @throws IllegalArgumentException for less than 1 second */
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
    public FormValidation doCheckProbeHosts(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FieldValidation.hosts(value);
    }

    @POST
    public FormValidation doCheckWebhookHosts(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FieldValidation.hosts(value);
    }
}
