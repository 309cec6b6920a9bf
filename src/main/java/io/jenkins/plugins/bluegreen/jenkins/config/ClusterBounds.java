package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** What jobs may do with a cluster. Null: the administrator sets no bound; of kinds: none is allowed. */
public abstract class ClusterBounds {
    private String allowedKinds;
    private Integer maxReleases;
    private Integer maxTimeout;
    private Integer maxQueries;

    ClusterBounds() {}

    /** Cluster-wide kinds that releases may apply, as {@code Namespace} or {@code group/kind}, separated by commas. */
    public String getAllowedKinds() {
        return allowedKinds;
    }

    @DataBoundSetter
    public void setAllowedKinds(String allowedKinds) {
        this.allowedKinds = Util.fixEmptyAndTrim(allowedKinds);
    }

    /** The number of releases of this controller at once. */
    public Integer getMaxReleases() {
        return maxReleases;
    }

    @DataBoundSetter
    public void setMaxReleases(Integer maxReleases) {
        this.maxReleases = maxReleases;
    }

    /** The longest time, in seconds, that a step may give for one part of a release. */
    public Integer getMaxTimeout() {
        return maxTimeout;
    }

    @DataBoundSetter
    public void setMaxTimeout(Integer maxTimeout) {
        this.maxTimeout = maxTimeout;
    }

    /** The number of queries to Prometheus and Elasticsearch of a release. */
    public Integer getMaxQueries() {
        return maxQueries;
    }

    @DataBoundSetter
    public void setMaxQueries(Integer maxQueries) {
        this.maxQueries = maxQueries;
    }

    /** Whether a bound is not positive. */
    boolean isUseless() {
        return isUseless(maxReleases) || isUseless(maxTimeout) || maxQueries != null && maxQueries < 0;
    }

    private static boolean isUseless(Integer bound) {
        return bound != null && bound < 1;
    }
}
