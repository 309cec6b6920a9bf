package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.form.HelmOption;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.release.ManifestTexts;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import io.jenkins.plugins.bluegreen.kubernetes.charts.KustomizeOverlay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters that say which manifests a release has, and how they are read. */
public abstract class ManifestStep extends ReleaseStep {
    private String manifests;
    private String manifestText;
    private List<NamedValue> manifestTexts = new ArrayList<>();
    private HelmOption helm;
    private String kustomize;
    private String placeholders;
    private String workload;

    @Override
    protected ReleaseSpec.Builder spec(
            String wantedNamespace, String holder, Run<?, ?> run, UnaryOperator<String> fill) {
        return super.spec(wantedNamespace, holder, run, fill)
                .placeholders(placeholders)
                .workload(fill.apply(workload));
    }

    @Override
    public String getManifests() {
        return manifests;
    }

    @DataBoundSetter
    public void setManifests(String patterns) {
        manifests = Util.fixEmptyAndTrim(patterns);
    }

    @Override
    protected List<ManifestSource> manifestTexts() {
        Map<String, String> named = new LinkedHashMap<>();
        manifestTexts.forEach(entry -> named.put(entry.getName(), entry.getValue()));
        return ManifestTexts.of(manifestText, named);
    }

    /** The manifests as one text, instead of files; null: none. A Pipeline may pass a map of names and texts. */
    public String getManifestText() {
        return manifestText;
    }

    @DataBoundSetter
    public void setManifestText(String text) {
        manifestText = Util.fixEmpty(text);
    }

    /** The entries of such a map. */
    public List<NamedValue> getManifestTexts() {
        return manifestTexts;
    }

    @DataBoundSetter
    public void setManifestTexts(List<NamedValue> byName) {
        manifestTexts = NamedValue.named(byName);
    }

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

    /** A placeholder of the manifests, with {@code NAME} for its name; null: <code>${NAME}</code>. */
    public String getPlaceholders() {
        return placeholders;
    }

    @DataBoundSetter
    public void setPlaceholders(String form) {
        placeholders = Util.fixEmptyAndTrim(form);
    }

    /** The Deployment that carries the traffic; null: the only one. */
    public String getWorkload() {
        return workload;
    }

    @DataBoundSetter
    public void setWorkload(String name) {
        workload = Util.fixEmptyAndTrim(name);
    }
}
