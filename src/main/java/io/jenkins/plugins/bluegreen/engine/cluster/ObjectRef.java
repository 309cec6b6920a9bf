package io.jenkins.plugins.bluegreen.engine.cluster;

/** An object of the cluster, named as users name it. */
public record ObjectRef(String kind, String name) {
    /** {@code Deployment/backend-blue}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
