package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a user asks of a release. Complete: a release that goes on after a restart needs nothing else, the manifests'
 * text included. Made by a {@link Builder}, which refuses what can't be.
 */
public final class ReleaseSpec implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final String application;
    private final String namespace;
    private final String service;
    private final String colorLabel;
    private final String image;
    private final String buildNumber;
    private final String buildUrl;
    private final String id;
    private final HealthCheck health;
    private final MonitorSpec monitor;
    private final Drain drain;
    private final int stabilizeSeconds;
    private final int timeoutSeconds;
    private final int lockTimeoutSeconds;
    private final int rollbackTimeoutSeconds;
    private final int scaleDownDelaySeconds;
    private final KeepPrevious keepPrevious;
    private final OnFailure onFailure;
    private final boolean adopt;
    private final boolean dryRun;
    private final boolean forceConflicts;
    private final boolean body;
    private final ArrayList<ManifestSource> manifests;
    private final TreeMap<String, String> images;
    private final TreeMap<String, String> variables;
    private final ArrayList<String> allowedKinds;

    private ReleaseSpec(Builder builder) {
        application = builder.application;
        namespace = builder.namespace;
        service = builder.service;
        colorLabel = builder.colorLabel;
        image = builder.image;
        buildNumber = builder.buildNumber;
        buildUrl = builder.buildUrl;
        id = builder.id;
        health = builder.health;
        monitor = builder.monitor;
        drain = builder.drain;
        stabilizeSeconds = builder.stabilizeSeconds;
        timeoutSeconds = builder.timeoutSeconds;
        lockTimeoutSeconds = builder.lockTimeoutSeconds;
        rollbackTimeoutSeconds = builder.rollbackTimeoutSeconds;
        scaleDownDelaySeconds = builder.scaleDownDelaySeconds;
        keepPrevious = builder.keepPrevious;
        onFailure = builder.onFailure;
        adopt = builder.adopt;
        dryRun = builder.dryRun;
        forceConflicts = builder.forceConflicts;
        body = builder.body;
        manifests = new ArrayList<>(builder.manifests);
        images = new TreeMap<>(builder.images);
        variables = new TreeMap<>(builder.variables);
        allowedKinds = new ArrayList<>(builder.allowedKinds);
    }

    /** Begins a spec for a namespace, by a releaser whose {@code id} is unique over builds and controllers. */
    public static Builder in(String namespace, String id) {
        return new Builder(namespace, id);
    }

    static void requireAtLeast(String parameter, int value, int least) {
        if (value < least) {
            throw new ReleaseException(Sentence.of("spec.number", parameter, value, least));
        }
    }

    static void requireHttpUrl(String parameter, String url) {
        try {
            URI address = new URI(url);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return;
            }
            throw new ReleaseException(Sentence.of("spec.url", parameter));
        } catch (URISyntaxException e) {
            // the address may hold a password: it is not repeated, nor is the exception that holds it
            throw new ReleaseException(Sentence.of("spec.url", parameter));
        }
    }

    static void requirePath(String parameter, String path) {
        try {
            if (path.startsWith("/") && new URI("http://pod" + path).getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new ReleaseException(Sentence.of("spec.path", parameter, path), e);
        }
        throw new ReleaseException(Sentence.of("spec.path", parameter, path));
    }

    private static void requireLabel(String parameter, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw new ReleaseException(Sentence.of("spec.label", parameter, value));
        }
    }

    /** The application; null: the name of the manifests' first Service that selects the Deployment. */
    public String application() {
        return application;
    }

    /** The namespace of everything. */
    public String namespace() {
        return namespace;
    }

    /** The active Service's name where it is not the application's; null otherwise. */
    public String service() {
        return service;
    }

    /** The label that tells the colours apart. */
    public String colorLabel() {
        return colorLabel;
    }

    /** The image of the (first) container; null: the manifest's. */
    public String image() {
        return image;
    }

    /** What {@code ${BUILD_NUMBER}} stands for; null: an unknown name. */
    public String buildNumber() {
        return buildNumber;
    }

    /** Where the build can be looked at; empty when nowhere. */
    public String buildUrl() {
        return buildUrl;
    }

    /** Who releases, unique over builds and controllers: the Lease's holder, and the mark on what was written. */
    public String id() {
        return id;
    }

    /** How Pods are asked for their health. */
    public HealthCheck health() {
        return health;
    }

    /** How the new colour is watched. */
    public MonitorSpec monitor() {
        return monitor;
    }

    /** How old Pods are drained; null: they are not. */
    public Drain drain() {
        return drain;
    }

    /** Seconds every Pod must stay ready. */
    public int stabilizeSeconds() {
        return stabilizeSeconds;
    }

    /** Seconds from the first object applied until the candidate must be ready and healthy. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** Seconds to wait for another release of the same application. */
    public int lockTimeoutSeconds() {
        return lockTimeoutSeconds;
    }

    /** Seconds that a rollback may take. */
    public int rollbackTimeoutSeconds() {
        return rollbackTimeoutSeconds;
    }

    /** Seconds between the switch and the end of the old Pods. */
    public int scaleDownDelaySeconds() {
        return scaleDownDelaySeconds;
    }

    /** What becomes of the previous colour. */
    public KeepPrevious keepPrevious() {
        return keepPrevious;
    }

    /** What becomes of a candidate that failed. */
    public OnFailure onFailure() {
        return onFailure;
    }

    /** Whether an application that runs without colours may be taken over. */
    public boolean adopt() {
        return adopt;
    }

    /** Whether only the plan is shown. */
    public boolean dryRun() {
        return dryRun;
    }

    /** Whether fields of uncoloured objects that another field manager owns are taken over. */
    public boolean forceConflicts() {
        return forceConflicts;
    }

    /** Whether there is a block to run before the switch. */
    public boolean hasBody() {
        return body;
    }

    /** The manifest files, in order. */
    public List<ManifestSource> manifests() {
        return List.copyOf(manifests);
    }

    /** Images by container name. */
    public Map<String, String> images() {
        return Map.copyOf(images);
    }

    /** What the manifests' {@code ${NAME}} stand for. */
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** Kinds beyond the namespaced ones that may be applied, as {@code kind} or {@code group/kind}. */
    public List<String> allowedKinds() {
        return List.copyOf(allowedKinds);
    }

    /** Puts a {@link ReleaseSpec} together. */
    public static final class Builder {
        private String application;
        private String namespace;
        private String service;
        private String colorLabel = "color";
        private String image;
        private String buildNumber;
        private String buildUrl = "";
        private String id;
        private HealthCheck health = HealthCheck.none();
        private MonitorSpec monitor = MonitorSpec.none();
        private Drain drain;
        private int stabilizeSeconds = 10;
        private int timeoutSeconds = 600;
        private int lockTimeoutSeconds = 600;
        private int rollbackTimeoutSeconds = 300;
        private int scaleDownDelaySeconds = 30;
        private KeepPrevious keepPrevious = KeepPrevious.SCALE_TO_ZERO;
        private OnFailure onFailure = OnFailure.SCALE_DOWN;
        private boolean adopt = false;
        private boolean dryRun = false;
        private boolean forceConflicts = false;
        private boolean body = false;
        private final List<ManifestSource> manifests = new ArrayList<>();
        private final Map<String, String> images = new TreeMap<>();
        private final Map<String, String> variables = new TreeMap<>();
        private final List<String> allowedKinds = new ArrayList<>();

        private Builder(String namespace, String id) {
            this.namespace = namespace;
            this.id = id;
        }

        /** The application; null: the name of the manifests' first Service that selects the Deployment. */
        public Builder application(String value) {
            application = value;
            return this;
        }

        /** The active Service's name where it is not the application's; null otherwise. */
        public Builder service(String value) {
            service = value;
            return this;
        }

        /** The label that tells the colours apart. */
        public Builder colorLabel(String value) {
            colorLabel = value;
            return this;
        }

        /** The image of the (first) container; null: the manifest's. */
        public Builder image(String value) {
            image = value;
            return this;
        }

        /** What {@code ${BUILD_NUMBER}} stands for; null: an unknown name. */
        public Builder buildNumber(String value) {
            buildNumber = value;
            return this;
        }

        /** Where the build can be looked at; empty when nowhere. */
        public Builder buildUrl(String value) {
            buildUrl = value;
            return this;
        }

        /** How Pods are asked for their health. */
        public Builder health(HealthCheck value) {
            health = value;
            return this;
        }

        /** How the new colour is watched. */
        public Builder monitor(MonitorSpec value) {
            monitor = value;
            return this;
        }

        /** How old Pods are drained; null: they are not. */
        public Builder drain(Drain value) {
            drain = value;
            return this;
        }

        /** Seconds every Pod must stay ready. */
        public Builder stabilizeSeconds(int value) {
            stabilizeSeconds = value;
            return this;
        }

        /** Seconds from the first object applied until the candidate must be ready and healthy. */
        public Builder timeoutSeconds(int value) {
            timeoutSeconds = value;
            return this;
        }

        /** Seconds to wait for another release of the same application. */
        public Builder lockTimeoutSeconds(int value) {
            lockTimeoutSeconds = value;
            return this;
        }

        /** Seconds that a rollback may take. */
        public Builder rollbackTimeoutSeconds(int value) {
            rollbackTimeoutSeconds = value;
            return this;
        }

        /** Seconds between the switch and the end of the old Pods. */
        public Builder scaleDownDelaySeconds(int value) {
            scaleDownDelaySeconds = value;
            return this;
        }

        /** What becomes of the previous colour. */
        public Builder keepPrevious(KeepPrevious value) {
            keepPrevious = value;
            return this;
        }

        /** What becomes of a candidate that failed. */
        public Builder onFailure(OnFailure value) {
            onFailure = value;
            return this;
        }

        /** Whether an application that runs without colours may be taken over. */
        public Builder adopt(boolean value) {
            adopt = value;
            return this;
        }

        /** Whether only the plan is shown. */
        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** Whether fields of uncoloured objects that another field manager owns are taken over. */
        public Builder forceConflicts(boolean value) {
            forceConflicts = value;
            return this;
        }

        /** Whether there is a block to run before the switch. */
        public Builder body(boolean value) {
            body = value;
            return this;
        }

        /** Adds a manifest file. */
        public Builder manifest(String name, String text) {
            manifests.add(new ManifestSource(name, text));
            return this;
        }

        /** Sets the image of a container. */
        public Builder image(String container, String value) {
            images.put(container, value);
            return this;
        }

        /** Sets what {@code ${name}} in the manifests stands for. */
        public Builder variable(String name, String value) {
            variables.put(name, value);
            return this;
        }

        /** Allows a kind beyond the namespaced ones. */
        public Builder allowKind(String kind) {
            allowedKinds.add(kind);
            return this;
        }

        /**
         * The spec.
         *
         * @throws ReleaseException when a value can't be
         */
        public ReleaseSpec build() {
            requireLabel("namespace", namespace);
            if (application != null) {
                requireLabel("app", application);
            }
            if (service != null) {
                requireLabel("service", service);
            }
            requireAtLeast("stabilize", stabilizeSeconds, 0);
            requireAtLeast("timeout", timeoutSeconds, 1);
            requireAtLeast("lockTimeout", lockTimeoutSeconds, 0);
            requireAtLeast("rollbackTimeout", rollbackTimeoutSeconds, 1);
            requireAtLeast("scaleDownDelay", scaleDownDelaySeconds, 0);
            return new ReleaseSpec(this);
        }
    }
}
