package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;

/** The names under which we write things down in the cluster. */
public final class Marks {
    /** Owns the fields that we write; {@code kubectl get --show-managed-fields} shows it. */
    public static final String FIELD_MANAGER = "jenkins-blue-green";

    private static final String PREFIX = "blue-green.jenkins.io/";

    /** Label of everything that exists once per colour: the application. */
    static final String APPLICATION = PREFIX + "app";

    /** Label of everything that exists once per colour: the colour, whatever the user's own colour label is. */
    public static final String SIDE = PREFIX + "side";

    /** Annotation of a Deployment and its Pods: {@code Rendering.specHash()}. */
    public static final String SPEC_HASH = PREFIX + "spec-hash";

    /** Annotation of a retired Deployment: what it ran before. */
    public static final String REPLICAS = PREFIX + "replicas";

    public static final String COLOR = PREFIX + "color";
    public static final String PREVIOUS_COLOR = PREFIX + "previous-color";
    public static final String PREVIOUS_DEPLOYMENT = PREFIX + "previous-deployment";
    public static final String PREVIOUS_SELECTOR = PREFIX + "previous-selector";
    public static final String PREVIOUS_PORTS = PREFIX + "previous-ports";
    public static final String REVISION = PREFIX + "revision";
    public static final String IMAGE = PREFIX + "image";
    public static final String BUILD_URL = PREFIX + "build-url";
    public static final String RELEASE = PREFIX + "release";
    public static final String PHASE = PREFIX + "phase";
    public static final String ROLLED_BACK_FROM = PREFIX + "rolled-back-from";
    public static final String SERVICES = PREFIX + "services";

    private Marks() {}

    /** Labels an object so that {@link #selector} finds it when its colour goes. */
    static void label(ObjectNode object, String application, Color color) {
        object.withObject("/metadata").withObject("/labels").put(APPLICATION, application).put(SIDE, color.label());
    }

    /** Finds what {@link #label} marked. */
    public static String selector(String application, Color color) {
        return APPLICATION + "=" + application + "," + SIDE + "=" + color.label();
    }
}
