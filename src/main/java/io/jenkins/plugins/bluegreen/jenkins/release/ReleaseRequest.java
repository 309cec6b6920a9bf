package io.jenkins.plugins.bluegreen.jenkins.release;

import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;

/** What a build asks for: a release or a rollback. */
public interface ReleaseRequest {
    /** Name of the configured cluster; null: the only one. */
    String getCluster();

    /** The namespace; null: the cluster's. */
    String getNamespace();

    /** Ant patterns of the manifests in the workspace, comma-separated; null: none. */
    String getManifests();

    /** Name of a configured Discord webhook; null: none. */
    String getNotify();

    /** What is to be done. */
    Operation operation();

    /**
     * Everything of the spec that this request says; the caller adds build number and URL, manifests, and whether there
     * is a block.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for values that can't be
     */
    ReleaseSpec.Builder spec(String namespace, String id);
}
