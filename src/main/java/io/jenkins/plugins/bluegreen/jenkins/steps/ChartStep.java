package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Util;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.form.HelmOption;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import io.jenkins.plugins.bluegreen.kubernetes.charts.KustomizeOverlay;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a release whose manifests a program of the agent renders. */
public abstract class ChartStep extends ReleaseStep {
    private HelmOption helm;
    private String kustomize;

    @Override
    ChartSource chart(UnaryOperator<String> fill) {
        if (helm != null && kustomize != null) {
            throw new ReleaseException(Sentence.of("charts.several"));
        }
        if (helm != null) {
            return helm.toSource(fill);
        }
        return kustomize == null ? null : new KustomizeOverlay(fill.apply(kustomize));
    }

    /** A Helm chart instead of files; null: none. */
    public HelmOption getHelm() {
        return helm;
    }

    @DataBoundSetter
    public void setHelm(HelmOption option) {
        helm = option;
    }

    /** The folder of a Kustomize overlay in the workspace, instead of files; null: none. */
    public String getKustomize() {
        return kustomize;
    }

    @DataBoundSetter
    public void setKustomize(String folder) {
        kustomize = Util.fixEmptyAndTrim(folder);
    }
}
