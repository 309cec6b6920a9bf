package io.jenkins.plugins.bluegreen.controller;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A local Discord with a channel that a Jenkins knows as the webhook {@code team}. */
final class ChannelOfJenkins implements AutoCloseable {
    static final String JOB = "shop";

    final LocalDiscord discord = LocalDiscord.start().unlimited();

    /** Configures the webhook; once per Jenkins home. */
    void configure() throws Exception {
        configure("team", discord.webhook());
    }

    void configure(String name, String url) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.SYSTEM, name + "-url", "", Secret.fromString(url)));
        SystemCredentialsProvider.getInstance().save();
        BlueGreenConfiguration.get().setWebhookHosts(discord.address());
        BlueGreenConfiguration.get().setWebhooks(List.of(entry(name, name + "-url")));
    }

    static WebhookEntry entry(String name, String credentialsId) {
        WebhookEntry entry = new WebhookEntry(name);
        entry.setCredentialsId(credentialsId);
        entry.setMention("@here");
        return entry;
    }

    /** Starts a build of a Pipeline. */
    WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, JOB);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Runs a build of a Pipeline, which succeeds. */
    WorkflowRun run(JenkinsRule jenkins, String script) throws Exception {
        return jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(start(jenkins, script)));
    }

    int posted() {
        return discord.posts().size();
    }

    Post post(int index) {
        return discord.posts().get(index);
    }

    JsonNode embed(int index) {
        return post(index).body().at("/embeds/0");
    }

    String title(int index) {
        return embed(index).path("title").asText();
    }

    /** The mentions that the message's creation pinged. */
    Set<String> pings(int index) {
        return post(index).pings();
    }

    /** The lines of the text, with times as {@code 0.0 s} and {@code <t>}. */
    List<String> lines(int index) {
        return lines(embed(index));
    }

    static List<String> lines(JsonNode embed) {
        return embed.path("description")
                .asText()
                .replaceAll("\\d+(\\.\\d s| ms)", "0.0 s")
                .replaceAll("<t:\\d+:R>", "<t>")
                .lines()
                .toList();
    }

    @Override
    public void close() {
        discord.close();
    }
}
