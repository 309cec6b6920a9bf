package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** The manifests of a release as one colour: parsed, filled in, checked and coloured. Costs no API call. */
public interface Rendering {
    /** The application's name: the first active Service's, unless the spec names it. */
    String application();

    /** The colour it was rendered as. */
    Color color();

    /** The coloured Deployment's name, {@code <app>-<colour>}. */
    String deployment();

    /** The active Services' names, at least one, in the manifests' order. */
    List<String> services();

    /** Whether the manifests hold this Service; if not, it must be in the cluster. */
    boolean defines(String service);

    /** The manifest's number of replicas, at least 1. */
    int replicas();

    /** The image of the first container, for people. */
    String image();

    /** The preview Service's address inside the cluster, {@code http://web-preview.shop.svc:80}; null if it has no ports. */
    String previewUrl();

    /** Hash of everything that makes a new version: the same for both colours, different when anything differs. */
    String specHash();

    /** Everything that will be applied, in that order, the active Services last. */
    List<ObjectRef> objects();

    /** What is worth a second look: no readiness probe, a mutable tag… */
    List<Sentence> warnings();

    /**
     * Where {@code service} sends requests once this colour is live.
     *
     * @param current what it has now; null when the Service is not there
     * @throws ReleaseException when the Service would not select this colour's Pods
     */
    Traffic traffic(String service, Traffic current);
}
