package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A health check by an HTTP request to every Pod. Times are in seconds; null: the default. */
public abstract class HealthRequest extends HealthOption {
    static final String PROXY = "proxy";
    static final String POD_IP = "podIP";
    static final String HTTP = "http";
    static final String HTTPS = "https";

    private final String path;
    private final Integer port;
    private Integer successes;
    private Integer failures;
    private Integer interval;
    private Integer timeout;
    private String via = PROXY;
    private String scheme = HTTP;

    HealthRequest(String path, Integer port) {
        this.path = Util.fixEmptyAndTrim(path);
        this.port = port;
    }

    /** What is requested where no path is given. */
    abstract String usualPath();

    /** The check of this kind, with default limits. */
    abstract HealthCheck check(String askedPath, int askedPort);

    @Override
    HealthCheck toSpec() {
        HealthCheck plain = check(path == null ? usualPath() : path, port == null ? 0 : port);
        return plain.withThresholds(or(successes, plain.successes()), or(failures, plain.failures()))
                .withTiming(or(interval, plain.intervalSeconds()), or(timeout, plain.timeoutSeconds()))
                .withVia(via())
                .withScheme(scheme());
    }

    private static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private HealthCheck.Via via() {
        return switch (via) {
            case PROXY -> HealthCheck.Via.PROXY;
            case POD_IP -> HealthCheck.Via.POD_IP;
            default -> throw Keyword.unknown("health.via", via, PROXY, POD_IP);
        };
    }

    private HealthCheck.Scheme scheme() {
        return switch (scheme) {
            case HTTP -> HealthCheck.Scheme.HTTP;
            case HTTPS -> HealthCheck.Scheme.HTTPS;
            default -> throw Keyword.unknown("health.scheme", scheme, HTTP, HTTPS);
        };
    }

    /** The path that is requested; null: the usual one of this kind. */
    public String getPath() {
        return path;
    }

    /** The container's port. */
    public Integer getPort() {
        return port;
    }

    /** The number of good answers in a row that make a Pod healthy. */
    public Integer getSuccesses() {
        return successes;
    }

    @DataBoundSetter
    public void setSuccesses(Integer number) {
        successes = number;
    }

    /** The number of bad answers in a row that fail the release. */
    public Integer getFailures() {
        return failures;
    }

    @DataBoundSetter
    public void setFailures(Integer number) {
        failures = number;
    }

    /** The time between two requests to a Pod. */
    public Integer getInterval() {
        return interval;
    }

    @DataBoundSetter
    public void setInterval(Integer seconds) {
        interval = seconds;
    }

    /** The time limit of an answer. */
    public Integer getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(Integer seconds) {
        timeout = seconds;
    }

    /** The route to the Pods: {@code proxy} (the API server's) or {@code podIP}. */
    public String getVia() {
        return via;
    }

    @DataBoundSetter
    public void setVia(String word) {
        via = Keyword.or(PROXY, word);
    }

    /** The protocol that the Pods speak: {@code http} or {@code https}. */
    public String getScheme() {
        return scheme;
    }

    @DataBoundSetter
    public void setScheme(String word) {
        scheme = Keyword.or(HTTP, word);
    }

    /** Checks the forms of both kinds. */
    public abstract static class RequestDescriptor extends Descriptor<HealthOption> implements CustomDescribableModel {
        /** Takes {@code actuator(8080)} and {@code http('/ready')}. */
        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return UnnamedHealth.named(arguments);
        }

        @POST
        public ListBoxModel doFillViaItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.HealthRequest_proxy(), PROXY),
                    new ListBoxModel.Option(Messages.HealthRequest_podIP(), POD_IP));
        }

        @POST
        public ListBoxModel doFillSchemeItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option(HTTP, HTTP),
                    new ListBoxModel.Option(HTTPS, HTTPS));
        }

        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, path -> HealthCheck.http(path, 1));
        }
    }
}
