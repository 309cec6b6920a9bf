package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the active Service remembers of its application, as annotations {@code blue-green.jenkins.io/…}. Whatever is not
 * known is null.
 */
public final class ServiceRecord implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Color color;
    private final Color previousColor;
    private final String previousDeployment;
    private final Traffic previousTraffic;
    private final int revision;
    private final String image;
    private final String specHash;
    private final String buildUrl;
    private final String release;
    private final Phase phase;
    private final String rolledBackFrom;
    private final ArrayList<String> services;

    /** All of it; see the methods of the same names. */
    public ServiceRecord(
            Color color,
            Color previousColor,
            String previousDeployment,
            Traffic previousTraffic,
            int revision,
            String image,
            String specHash,
            String buildUrl,
            String release,
            Phase phase,
            String rolledBackFrom,
            List<String> services) {
        this.color = color;
        this.previousColor = previousColor;
        this.previousDeployment = previousDeployment;
        this.previousTraffic = previousTraffic;
        this.revision = revision;
        this.image = image;
        this.specHash = specHash;
        this.buildUrl = buildUrl;
        this.release = release;
        this.phase = phase;
        this.rolledBackFrom = rolledBackFrom;
        this.services = new ArrayList<>(services);
    }

    /** Of a Service that was never released by us. */
    public static ServiceRecord none() {
        return new ServiceRecord(null, null, null, null, 0, null, null, null, null, null, null, List.of());
    }

    /** The same, with the work of {@code newRelease} in {@code newPhase}. */
    public ServiceRecord inProgress(String newRelease, String newBuildUrl, Phase newPhase) {
        return new ServiceRecord(
                color,
                previousColor,
                previousDeployment,
                previousTraffic,
                revision,
                image,
                specHash,
                newBuildUrl,
                newRelease,
                newPhase,
                rolledBackFrom,
                services);
    }

    /** The same, with nothing to go back to. */
    public ServiceRecord withoutPrevious() {
        return new ServiceRecord(
                color,
                null,
                null,
                null,
                revision,
                image,
                specHash,
                buildUrl,
                release,
                phase,
                rolledBackFrom,
                services);
    }

    /** The same, with no work in progress. */
    public ServiceRecord atRest() {
        return inProgress(release, buildUrl, null);
    }

    /** The live colour; null when it has none. */
    public Color color() {
        return color;
    }

    /** The colour that a rollback goes to; null when none, or when it runs without a colour. */
    public Color previousColor() {
        return previousColor;
    }

    /** The Deployment that a rollback goes to; null when there is none. */
    public String previousDeployment() {
        return previousDeployment;
    }

    /** The Service's traffic before the last switch; null when there was none. */
    public Traffic previousTraffic() {
        return previousTraffic;
    }

    /** Counts the promotions, from 1; 0: never released by us. */
    public int revision() {
        return revision;
    }

    /** The live image. */
    public String image() {
        return image;
    }

    /** {@link Rendering#specHash()} of what is live. */
    public String specHash() {
        return specHash;
    }

    /** The build that wrote this. */
    public String buildUrl() {
        return buildUrl;
    }

    /** The release that wrote this, see {@link ReleaseSpec#id()}. */
    public String release() {
        return release;
    }

    /** The phase in progress; null when none is. */
    public Phase phase() {
        return phase;
    }

    /** The Deployment that the last rollback left; null when the last release was promoted. */
    public String rolledBackFrom() {
        return rolledBackFrom;
    }

    /** All active Services of the application, this one included; empty when not known. */
    public List<String> services() {
        return List.copyOf(services);
    }
}
