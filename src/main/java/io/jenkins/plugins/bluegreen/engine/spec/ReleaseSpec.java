package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.List;

/**
 * The parameters of a release, validated by the {@link Builder}. A spec is complete, the manifests' text included: a
 * release that continues after a restart needs nothing else.
 */
public final class ReleaseSpec implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Identity identity;
    private final Source source;
    private final Limits limits;
    private final Policy policy;
    private final HealthCheck health;
    private final MonitorSpec monitor;
    private final Drain drain;

    private ReleaseSpec(Builder builder) {
        identity = builder.identity.build();
        source = builder.source.build();
        limits = builder.limits.build();
        policy = builder.policy.build();
        health = builder.health;
        monitor = builder.monitor;
        drain = builder.drain;
    }

    /** A builder for a namespace and the release's {@link #id()}. */
    public static Builder in(String namespace, String id) {
        return new Builder(namespace, id);
    }

    /** The application; null: the name of the manifests' first Service that selects the Deployment. */
    public String application() {
        return identity.application;
    }

    /** The namespace of every object. */
    public String namespace() {
        return identity.namespace;
    }

    /** The active Service's name where it is not the application's; null otherwise. */
    public String service() {
        return identity.service;
    }

    /** The label whose value is the colour; null: the one that is recognised. */
    public String colorLabel() {
        return identity.colorLabel;
    }

    /** The release's id, unique over builds and controllers: the Lease's holder, and the mark on objects it wrote. */
    public String id() {
        return identity.id;
    }

    /** The address of the build, or of the page on which a user started it; empty when it has none. */
    public String buildUrl() {
        return identity.buildUrl;
    }

    /** The user who started it without a build; null: a build did. */
    public String user() {
        return identity.user;
    }

    /** The manifests and the values that are filled into them. */
    public Source source() {
        return source;
    }

    /** The times. */
    public Limits limits() {
        return limits;
    }

    /** What the release may change, and what it does with the colour that gets no traffic. */
    public Policy policy() {
        return policy;
    }

    /** How the candidate's Pods are asked for their health. */
    public HealthCheck health() {
        return health;
    }

    /** How the new colour is watched after the switch. */
    public MonitorSpec monitor() {
        return monitor;
    }

    /** How the old Pods are drained; null: they are not. */
    public Drain drain() {
        return drain;
    }

    /** Builds a spec. Each method sets the value that the spec, or one of its parts, has under the same name. */
    public static final class Builder extends SourceParameters<Builder> {
        private final Identity.Builder identity;
        private final Limits.Builder limits = new Limits.Builder();
        private final Policy.Builder policy = new Policy.Builder();
        private HealthCheck health = HealthCheck.none();
        private MonitorSpec monitor = MonitorSpec.none();
        private Drain drain;

        private Builder(String namespace, String id) {
            identity = new Identity.Builder(namespace, id);
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder application(String value) {
            identity.application = value;
            return this;
        }

        public Builder service(String value) {
            identity.service = value;
            return this;
        }

        public Builder colorLabel(String value) {
            identity.colorLabel = value;
            return this;
        }

        public Builder buildUrl(String value) {
            identity.buildUrl = value;
            return this;
        }

        public Builder user(String value) {
            identity.user = value;
            return this;
        }

        public Builder stabilizeSeconds(int value) {
            limits.stabilizeSeconds = value;
            return this;
        }

        public Builder timeoutSeconds(int value) {
            limits.timeoutSeconds = value;
            return this;
        }

        public Builder lockTimeoutSeconds(int value) {
            limits.lockTimeoutSeconds = value;
            return this;
        }

        public Builder rollbackTimeoutSeconds(int value) {
            limits.rollbackTimeoutSeconds = value;
            return this;
        }

        public Builder scaleDownDelaySeconds(int value) {
            limits.scaleDownDelaySeconds = value;
            return this;
        }

        public Builder keepPrevious(KeepPrevious value) {
            policy.keepPrevious = value;
            return this;
        }

        public Builder onFailure(OnFailure value) {
            policy.onFailure = value;
            return this;
        }

        public Builder adopt(boolean value) {
            policy.adopt = value;
            return this;
        }

        public Builder preview(boolean value) {
            policy.preview = value;
            return this;
        }

        public Builder dryRun(boolean value) {
            policy.dryRun = value;
            return this;
        }

        public Builder forceConflicts(boolean value) {
            policy.forceConflicts = value;
            return this;
        }

        public Builder redeploy(boolean value) {
            policy.redeploy = value;
            return this;
        }

        public Builder health(HealthCheck value) {
            health = value;
            return this;
        }

        public Builder monitor(MonitorSpec value) {
            monitor = value;
            return this;
        }

        public Builder drain(Drain value) {
            drain = value;
            return this;
        }

        public Builder body(boolean value) {
            policy.body = value;
            return this;
        }

        /** Kinds beyond the namespaced ones. */
        public Builder allowedKinds(List<String> kinds) {
            policy.allowedKinds = List.copyOf(kinds);
            return this;
        }

        /** Builds the spec; throws a {@code ReleaseException} when a value is not valid. */
        public ReleaseSpec build() {
            return new ReleaseSpec(this);
        }
    }
}
