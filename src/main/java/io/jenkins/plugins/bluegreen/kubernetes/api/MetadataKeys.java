package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.util.Map;
import java.util.TreeMap;

/** The keys of the labels and annotations that the plugin writes. */
public final class MetadataKeys {
    private static final String PREFIX = "blue-green.jenkins.io/";

    /** Label of everything that exists once per colour: the application. */
    public static final String APPLICATION = PREFIX + "app";

    /** Label of everything that exists once per colour: the colour, whatever the user's own colour label is. */
    public static final String SIDE = PREFIX + "side";

    /** Annotation of a Deployment and its Pods: {@code Rendering.specHash()}. */
    public static final String SPEC_HASH = PREFIX + "spec-hash";

    /** Annotation of a retired Deployment: its replicas before it was scaled down. */
    public static final String REPLICAS = PREFIX + "replicas";

    /** Annotation of a Service or a coloured object: when the plugin wrote it last. No two writes are alike. */
    public static final String WRITTEN_AT = PREFIX + "written-at";

    /** Annotation of a Deployment of the manifests: it comes in colours beside the one that gets the requests. */
    public static final String COMPANION = PREFIX + "companion";

    /** Value of {@link #COMPANION}: it starts with its colour. */
    public static final String WITH_COLOR = "color";

    /** Value of {@link #COMPANION}: it starts once the traffic is on its colour. */
    public static final String AFTER_SWITCH = "after-switch";

    public static final String COLOR = PREFIX + "color";
    public static final String PREVIOUS_COLOR = PREFIX + "previous-color";
    public static final String PREVIOUS_DEPLOYMENT = PREFIX + "previous-deployment";
    public static final String PREVIOUS_SELECTOR = PREFIX + "previous-selector";
    public static final String PREVIOUS_PORTS = PREFIX + "previous-ports";

    /** Annotation of an active Service: the further fields of its spec before the last switch, for a later rollback. */
    public static final String PREVIOUS_FIELDS = PREFIX + "previous-fields";

    public static final String REVISION = PREFIX + "revision";
    public static final String IMAGE = PREFIX + "image";
    /** Annotation: the build that wrote a Service's annotations, holds a Lease, or has applied a Deployment. */
    public static final String BUILD_URL = PREFIX + "build-url";
    public static final String RELEASE = PREFIX + "release";
    public static final String PHASE = PREFIX + "phase";

    /** Annotation of an active Service: how the last release ended that wrote its annotations. */
    public static final String OUTCOME = PREFIX + "outcome";

    public static final String ROLLED_BACK_FROM = PREFIX + "rolled-back-from";
    public static final String SERVICES = PREFIX + "services";

    /** Annotation of an active Service: the candidate that waits for its promotion. */
    public static final String HELD = PREFIX + "held";

    /** Annotation of an active Service: the routes that its last switch changed, and by which release. */
    public static final String PREVIOUS_ROUTES = PREFIX + "previous-routes";

    /** Annotation of an active Service: {@code Rendering.sharedHash()} of what was applied last. */
    public static final String SHARED_HASH = PREFIX + "shared-hash";

    /** Annotation of the primary Service: the coloured objects that releases have applied and not pruned. */
    public static final String OBJECTS = PREFIX + "objects";

    /** Annotation of a route: what it was before the release that wrote it; {@code {}} if it was not there. */
    public static final String FORMER = PREFIX + "former";

    /** Annotation of an autoscaler that may not shrink its Deployment: the user's own policy. */
    public static final String SCALE_DOWN = PREFIX + "scale-down";

    private MetadataKeys() {}

    /** Whether a label or annotation is one of the plugin's. */
    public static boolean isOwn(String key) {
        return key.startsWith(PREFIX);
    }

    /** Labels an object that exists once per colour; {@link #selector} selects it. */
    public static void label(ObjectNode object, String application, Color color) {
        labels(application, color).forEach(object.withObject("/metadata").withObject("/labels")::put);
    }

    /** Selects what {@link #label} labelled. */
    public static LabelSelector selector(String application, Color color) {
        return LabelSelector.ofLabels(labels(application, color));
    }

    private static Map<String, String> labels(String application, Color color) {
        return new TreeMap<>(Map.of(APPLICATION, application, SIDE, color.label()));
    }
}
