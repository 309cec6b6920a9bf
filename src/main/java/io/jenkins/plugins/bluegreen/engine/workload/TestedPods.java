package io.jenkins.plugins.bluegreen.engine.workload;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a candidate is tested, which is what gets the traffic: one Pod template, and the Pods that READY passed. A
 * container that has ended since its Pod was first seen ready is trouble, however ready the Pod looks by now.
 */
public final class TestedPods implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How often containers had ended when a Pod was first seen ready, by Pod. */
    private final TreeMap<String, Integer> ends = new TreeMap<>();
    /** The hash of the Pod template; null until it was seen. */
    private String template;
    /** The Deployment's uid, and its generation that had this template. */
    private String deployment;

    private long generation;

    /**
     * What a Deployment makes its Pods of, as it was read.
     *
     * @param deployment the Deployment's uid
     * @param generation the Deployment's; a change of its replicas counts too
     * @param hash the same for the same template
     * @param manager the field manager that wrote it last, besides the releases; "unknown" when that is not told
     */
    public record Template(String deployment, long generation, String hash, String manager) {}

    /** Remembers each Pod that is seen ready for the first time. */
    public void see(List<PodView> pods) {
        pods.stream().filter(PodView::ready).forEach(pod -> ends.putIfAbsent(pod.name(), pod.restarts()));
    }

    /** Remembers only these Pods. */
    public void retain(List<PodView> pods) {
        ends.keySet().retainAll(pods.stream().map(PodView::name).collect(Collectors.toSet()));
    }

    /** Those of some Pods that were never seen ready. */
    public List<String> others(Collection<String> pods) {
        return pods.stream().filter(pod -> !ends.containsKey(pod)).toList();
    }

    /** How often containers of a Pod have ended since it was first seen ready. */
    public int endsOf(PodView pod) {
        return pod.restarts() - ends.getOrDefault(pod.name(), pod.restarts());
    }

    /** A Pod, not terminating, of which containers have ended more than {@code allowed} times since it was ready. */
    public Optional<PodView> ended(List<PodView> pods, int allowed) {
        return pods.stream()
                .filter(pod -> !pod.terminating() && endsOf(pod) > allowed)
                .findFirst();
    }

    /** Whether a template was remembered, and the Deployment has not been written since. */
    public boolean isOf(DeploymentView view) {
        return template != null && generation == view.generation();
    }

    /** Expects this template, which another release has tested. */
    public void expect(String hash) {
        template = hash;
        deployment = "";
        generation = -1;
    }

    /** Remembers the first template; false for another one. Other replicas are no other template. */
    public boolean accept(Template seen) {
        boolean written = !seen.deployment().equals(deployment) || seen.generation() != generation;
        if (template != null && written && !seen.hash().equals(template)) {
            return false;
        }
        deployment = seen.deployment();
        template = seen.hash();
        generation = seen.generation();
        return true;
    }
}
