package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** The manifests of a release, rendered as one colour: parsed, filled in, checked and coloured. Makes no API calls. */
public interface Rendering {
    /** The name of an application's preview Service. */
    static String previewService(String application) {
        return application + "-preview";
    }

    /** The application's name: the spec's, else the Deployment's without its colour, else the first Service's. */
    String application();

    /** The label whose value is the colour: the spec's, else the one that the manifests show. */
    default String colorLabel() {
        return "color";
    }

    /** The colour. */
    Color color();

    /** The coloured Deployment's name, {@code <app>-<colour>}. */
    String deployment();

    /** The active Services' names, at least one, in the manifests' order. */
    List<String> services();

    /** Whether the manifests contain this Service. If not, it must exist in the cluster. */
    boolean defines(String service);

    /** The manifest's number of replicas, at least 1. */
    int replicas();

    /** The same; 0 if the manifest leaves the number open. */
    default int statedReplicas() {
        return replicas();
    }

    /** Whether the manifests hold an autoscaler of the Deployment. */
    default boolean isAutoscaled() {
        return objects().stream().anyMatch(ObjectRef::isAutoscaler);
    }

    /** The image of the first container, for display. */
    String image();

    /**
     * The preview Service's cluster address, as {@code http://web-preview.shop.svc:80}; null without one,
     * or if it has no ports.
     */
    String previewUrl();

    /** A hash of everything that makes a version, the same for both colours. */
    String specHash();

    /**
     * A hash of the uncoloured objects that APPLY changes and no rollback brings back, the same for both colours; null
     * when there are none.
     */
    default String sharedHash() {
        return null;
    }

    /** The objects in the order of their application, the active Services last. */
    List<ObjectRef> objects();

    /** The objects that each colour has of its own, beside its Deployment. */
    default List<ColoredObject> colored() {
        return List.of();
    }

    /** The Deployments that come in this colour beside the application's own. */
    default List<Companion> companions() {
        return List.of();
    }

    /** The objects beside the Services that carry traffic: they are applied at the switch. */
    default List<Route> routes() {
        return List.of();
    }

    /** The Jobs, in the order in which they run. */
    default List<JobRef> jobs() {
        return List.of();
    }

    /** What is to be told of how the manifests were read. */
    default List<Sentence> remarks() {
        return List.of();
    }

    /** Warnings, as for a missing readiness probe or a mutable tag. */
    List<Sentence> warnings();

    /**
     * The traffic of {@code service} when this colour is live.
     *
     * @param current its traffic now; null when the Service does not exist
     * @throws ReleaseException when the Service would not select this colour's Pods
     */
    Traffic traffic(String service, Traffic current);
}
