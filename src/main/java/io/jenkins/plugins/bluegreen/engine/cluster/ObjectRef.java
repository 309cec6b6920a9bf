package io.jenkins.plugins.bluegreen.engine.cluster;

/** The kind and name of an object of the cluster. */
public record ObjectRef(String kind, String name) {
    /** Whether it scales Deployments. */
    public boolean isAutoscaler() {
        return kind.equals("HorizontalPodAutoscaler");
    }

    /** {@code Deployment/backend-blue}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
