package io.jenkins.plugins.bluegreen.engine.cluster;

/** The kind and name of an object of the cluster. */
public record ObjectRef(String kind, String name) {
    /** {@code Deployment/backend-blue}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
