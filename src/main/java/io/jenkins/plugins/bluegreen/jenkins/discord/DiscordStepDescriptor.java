package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of both steps: choices, validation, and the conversion of a Pipeline's map of fields. */
public abstract class DiscordStepDescriptor extends StepDescriptor implements CustomDescribableModel {
    private static final String FIELDS = "fields";

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class);
    }

    @Override
    public String argumentsToString(Map<String, Object> arguments) {
        Object title = arguments.get("title");
        return title == null ? null : String.valueOf(title);
    }

    /** Converts a Pipeline's {@code fields: [Version: '2.0.18']} to the list that forms have. */
    @Override
    public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        Map<String, Object> bound = new TreeMap<>(arguments);
        bound.computeIfPresent(FIELDS, (key, value) -> NamedValue.listOf(value));
        return bound;
    }

    @Override
    public UninstantiatedDescribable customUninstantiate(UninstantiatedDescribable step) {
        Map<String, Object> written = new TreeMap<>(step.getArguments());
        written.computeIfPresent(FIELDS, (key, value) -> NamedValue.mapOf(value));
        return step.withArguments(written);
    }

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
