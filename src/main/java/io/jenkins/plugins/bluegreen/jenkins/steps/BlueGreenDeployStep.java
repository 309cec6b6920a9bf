package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.form.PipelineArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** The Pipeline step {@code blueGreenDeploy}: releases an application. */
public class BlueGreenDeployStep extends ManifestStep {
    static final String SCALE_DOWN = "scaleDown";
    static final String KEEP = "keep";

    private String image;
    private List<NamedValue> images = new ArrayList<>();
    private List<NamedValue> variables = new ArrayList<>();
    private String onFailure = SCALE_DOWN;
    private boolean adopt;
    private boolean preview;
    private boolean hold;
    private boolean forceConflicts;
    private boolean redeploy;
    private String allowedKinds;

    @DataBoundConstructor
    public BlueGreenDeployStep() {}

    @Override
    protected Operation operation() {
        return hold ? Operation.HOLD : Operation.RELEASE;
    }

    @Override
    protected String label() {
        String said = Stream.of(getApp(), image).filter(Objects::nonNull).collect(Collectors.joining(": "));
        return Util.fixEmpty(said);
    }

    @Override
    protected ReleaseSpec.Builder spec(
            String wantedNamespace, String holder, Run<?, ?> run, UnaryOperator<String> fill) {
        if (hold && redeploy) {
            throw new ReleaseException(Sentence.of("spec.holdRedeploy"));
        }
        ReleaseSpec.Builder spec = super.spec(wantedNamespace, holder, run, fill)
                .image(fill.apply(image))
                .onFailure(SharedParameters.onFailure(onFailure))
                .adopt(adopt)
                .preview(preview || hold)
                .forceConflicts(forceConflicts)
                .redeploy(redeploy);
        images.forEach(entry -> spec.image(entry.getName(), fill.apply(entry.getValue())));
        variables.forEach(entry -> spec.variable(entry.getName(), fill.apply(entry.getValue())));
        return spec.allowedKinds(CommaSeparated.split(allowedKinds));
    }

    /** The image of the first container; null: the image in the manifest. */
    public String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(String reference) {
        image = Util.fixEmptyAndTrim(reference);
    }

    /** Images by container name. A Pipeline passes a map. */
    public List<NamedValue> getImages() {
        return images;
    }

    @DataBoundSetter
    public void setImages(List<NamedValue> byContainer) {
        images = NamedValue.named(byContainer);
    }

    /** Values of the placeholders <code>${NAME}</code> in the manifests. A Pipeline passes a map. */
    public List<NamedValue> getVariables() {
        return variables;
    }

    @DataBoundSetter
    public void setVariables(List<NamedValue> byName) {
        variables = NamedValue.named(byName);
    }

    /** What happens to a failed candidate: {@code scaleDown} or {@code keep}. */
    public String getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(String word) {
        onFailure = Keyword.or(SCALE_DOWN, word);
    }

    /** Whether an application that runs without colours is taken over. */
    public boolean isAdopt() {
        return adopt;
    }

    @DataBoundSetter
    public void setAdopt(boolean takeOver) {
        adopt = takeOver;
    }

    /** Whether there is a preview Service also without a block. */
    public boolean isPreview() {
        return preview;
    }

    @DataBoundSetter
    public void setPreview(boolean always) {
        preview = always;
    }

    /** Whether the release ends before the switch, and waits for {@code blueGreenPromote}. */
    public boolean isHold() {
        return hold;
    }

    @DataBoundSetter
    public void setHold(boolean beforeSwitch) {
        hold = beforeSwitch;
    }

    /** Whether fields of uncoloured objects that another field manager owns are taken over. */
    public boolean isForceConflicts() {
        return forceConflicts;
    }

    @DataBoundSetter
    public void setForceConflicts(boolean force) {
        forceConflicts = force;
    }

    /** Whether what runs already is rolled out again, as for a tag that another image was pushed under. */
    public boolean isRedeploy() {
        return redeploy;
    }

    @DataBoundSetter
    public void setRedeploy(boolean again) {
        redeploy = again;
    }

    /** Of the cluster-wide kinds that the cluster's entry allows, those that may be applied; null: all of them. */
    public String getAllowedKinds() {
        return allowedKinds;
    }

    @DataBoundSetter
    public void setAllowedKinds(String kinds) {
        allowedKinds = Util.fixEmptyAndTrim(kinds);
    }

    @Extension
    public static class DescriptorImpl extends ReleaseStepDescriptor implements CustomDescribableModel {
        @Override
        public String getFunctionName() {
            return "blueGreenDeploy";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenDeployStep_displayName();
        }

        @POST
        public ListBoxModel doFillOnFailureItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.BlueGreenDeployStep_scaleDown(), SCALE_DOWN),
                    new ListBoxModel.Option(Messages.BlueGreenDeployStep_keep(), KEEP));
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            Map<String, Object> bound = PipelineArguments.bound(arguments);
            bound.computeIfPresent("health", (key, value) -> UnnamedHealth.typed(value));
            return bound;
        }

        @Override
        public UninstantiatedDescribable customUninstantiate(UninstantiatedDescribable step) {
            return step.withArguments(PipelineArguments.written(step.getArguments()));
        }
    }
}
