package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The objects of a release that are not Services, in the order in which they are applied.
 *
 * @param before configuration and objects of other kinds
 * @param needed how many of these the Jobs need
 * @param jobs the Jobs, in the order in which they run
 * @param deployment the coloured Deployment
 * @param companions the coloured Deployments beside it
 * @param after the HorizontalPodAutoscalers and PodDisruptionBudgets
 * @param routes the objects that carry traffic, which are applied at the switch
 * @param sharedHash as {@link io.jenkins.plugins.bluegreen.engine.cluster.Rendering#sharedHash}
 */
record RenderedObjects(
        List<RenderedObject> before,
        int needed,
        List<RenderedObject> jobs,
        RenderedObject deployment,
        List<RenderedObject> companions,
        List<RenderedObject> after,
        List<RenderedObject> routes,
        String sharedHash) {

    RenderedObjects {
        before = List.copyOf(before);
        jobs = List.copyOf(jobs);
        companions = List.copyOf(companions);
        after = List.copyOf(after);
        routes = List.copyOf(routes);
    }

    /** The manifest's number of replicas; 1 where it has none. */
    int replicas() {
        return deployment.tree().at("/spec/replicas").asInt(1);
    }

    /** The Deployment with another number of replicas. */
    RenderedObject deployment(int replicas) {
        ObjectNode tree = deployment.tree();
        tree.withObject("/spec").put("replicas", replicas);
        return new RenderedObject(tree, deployment.source(), deployment.originalName());
    }
}
