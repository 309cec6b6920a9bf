package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.EnvVars;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Fills and checks the forms of the release and rollback steps. */
public abstract class ReleaseStepDescriptor extends StepDescriptor {
    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class, EnvVars.class);
    }

    @Override
    public String argumentsToString(Map<String, Object> arguments) {
        String said = Stream.of("app", "image")
                .map(arguments::get)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
        return said.isEmpty() ? null : said;
    }

    /** The configured clusters. Users who may not configure the job see the current one only. */
    @POST
    public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
        List<ClusterEntry> clusters = BlueGreenConfiguration.get().getClusters();
        String none = clusters.size() > 1 ? Messages.ReleaseStep_choose() : Messages.ReleaseStep_onlyCluster();
        return FormChecks.names(none, item, clusters, cluster);
    }

    @POST
    public FormValidation doCheckCluster(@AncestorInPath Item item, @QueryParameter String value) {
        return FormChecks.chosen(
                item,
                value,
                BlueGreenConfiguration.get().getClusters(),
                Messages::Clusters_several,
                Messages.Clusters_none());
    }

    /** The configured webhooks. Users who may not configure the job see the current one only. */
    @POST
    public ListBoxModel doFillNotifyItems(@AncestorInPath Item item, @QueryParameter String notify) {
        List<WebhookEntry> webhooks = BlueGreenConfiguration.get().getWebhooks();
        return FormChecks.names(Messages.ReleaseStep_nobody(), item, webhooks, notify);
    }

    @POST
    public ListBoxModel doFillKeepPreviousItems() {
        return new ListBoxModel(
                new ListBoxModel.Option(Messages.ReleaseStep_scaleToZero(), ReleaseStep.SCALE_TO_ZERO),
                new ListBoxModel.Option(Messages.ReleaseStep_running(), ReleaseStep.RUNNING),
                new ListBoxModel.Option(Messages.ReleaseStep_delete(), ReleaseStep.DELETE));
    }

    @POST
    public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
        return FormChecks.text(item, value, name -> ReleaseSpec.in(name, "").build());
    }

    @POST
    public FormValidation doCheckApp(@AncestorInPath Item item, @QueryParameter String value) {
        return FormChecks.text(item, value, name -> ReleaseSpec.in("any", "").application(name).build());
    }

    @POST
    public FormValidation doCheckService(@AncestorInPath Item item, @QueryParameter String value) {
        return FormChecks.text(item, value, name -> ReleaseSpec.in("any", "").service(name).build());
    }
}
