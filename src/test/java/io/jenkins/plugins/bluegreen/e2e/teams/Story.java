package io.jenkins.plugins.bluegreen.e2e.teams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Team;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A team's repository in a namespace: what runs there, releases of its files with a tag, and what is left of them. */
final class Story {
    /** The parameters of the team's call. */
    @FunctionalInterface
    interface Call {
        void parameters(ReleaseSpec.Builder spec, String tag);
    }

    private static final int PER_SECOND = 40;
    private static final long LIVE_SECONDS = 180;

    private final Trial trial;
    private final KubernetesClient client;
    private final String service;
    private final String application;
    private final String label;
    private final Call call;

    private Story(Trial trial, String service, String application, String label, Call call) {
        this.trial = trial.manifests();
        client = trial.admin();
        this.service = service;
        this.application = application;
        this.label = label;
        this.call = call;
    }

    /** A repository of which nothing runs. */
    static Story beginning(Trial trial, String service, String application, String label, Call call) {
        trial.watching(service, application, label);
        return new Story(trial, service, application, label, call);
    }

    /** A repository, and what its team's scripts have brought into the cluster. */
    static Story running(Trial trial, String service, String application, String label, Team team) {
        Story story = new Story(trial, service, application, label, team::parameters);
        trial.kubectl(team.live().orElseThrow());
        story.deployment(application + "-" + story.selected()).waitUntilReady(LIVE_SECONDS, TimeUnit.SECONDS);
        // only from here on: a person creates the Service before there are Pods
        trial.watching(service, application, label);
        return story;
    }

    private RollableScalableResource<Deployment> deployment(String name) {
        return client.apps().deployments().inNamespace(trial.namespace()).withName(name);
    }

    /** The colour that the Service selects. */
    String selected() {
        Service active = trial.service(service);
        return active == null ? null : active.getSpec().getSelector().get(label);
    }

    Load traffic() {
        return trial.trafficThrough(service, PER_SECOND);
    }

    /** Releases the files with this tag in one build. */
    void release(String tag, String color) {
        Released released = trial.release("any", spec -> parameters(spec, tag));
        promoted(released, tag, color);
        assertEquals(application, released.result().application(), released::story);
    }

    /** Brings it up in one build, where nobody but the preview meets it, and switches in another. */
    void holdAndPromote(String tag, String color, Load load) {
        String live = selected();
        Released held = trial.hold("any", spec -> parameters(spec, tag));
        assertEquals(Outcome.HELD, held.outcome(), held::story);
        assertEquals(live, selected(), held::story);
        trial.goesOn(load, PER_SECOND);
        assertEquals(live, selected(), held::story);
        promoted(trial.promote(spec -> spec.application(application)), tag, color);
    }

    void rollBack(String tag, String color) {
        promoted(trial.end(trial.startRollBack(spec -> spec.application(application))), tag, color);
    }

    private void parameters(ReleaseSpec.Builder spec, String tag) {
        spec.application(null);
        call.parameters(spec, tag);
    }

    private void promoted(Released released, String tag, String color) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertFalse(released.story().contains("adopt"), released::story);
        assertEquals(color, selected(), released::story);
        assertEquals("local/demo:" + tag, image(application + "-" + color), released::story);
        int port = trial.service(service).getSpec().getPorts().get(0).getPort();
        String answer = trial.through(service, port, "/");
        assertTrue(answer.contains(" " + application + "-" + color + "-"), () -> answer + "\n" + released.story());
    }

    String image(String deployment) {
        return deployment(deployment).get().getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
    }

    int replicas(String deployment) {
        return deployment(deployment).get().getSpec().getReplicas();
    }

    /** The number of Jobs. */
    int jobs() {
        return client.batch().v1().jobs().inNamespace(trial.namespace()).list().getItems().size();
    }

    /**
     * Asserts that the two colours and these objects are all that is there, and that only one colour has Pods.
     *
     * @param others kinds and names, as {@code Service/web}
     */
    void assertLeft(String... others) {
        Set<String> expected = new TreeSet<>(List.of(others));
        expected.add("Service/" + service);
        expected.add("Deployment/" + application + "-blue");
        expected.add("Deployment/" + application + "-green");
        assertEquals(expected, objects());
        String former = application + (selected().equals("blue") ? "-green" : "-blue");
        assertEquals(0, deployment(former).get().getSpec().getReplicas());
        trial.until("the Pods of " + former + " to go", () -> client.pods().inNamespace(trial.namespace()).list()
                .getItems().stream()
                .noneMatch(pod -> pod.getMetadata().getName().startsWith(former + "-")));
    }

    /** All objects of a user's kinds, but for Jobs and what a new namespace has by itself. */
    private Set<String> objects() {
        String namespace = trial.namespace();
        Set<String> names = new TreeSet<>();
        Stream.of(
                        client.apps().deployments(),
                        client.apps().statefulSets(),
                        client.services(),
                        client.configMaps(),
                        client.secrets(),
                        client.network().v1().ingresses(),
                        client.autoscaling().v2().horizontalPodAutoscalers(),
                        client.policy().v1().podDisruptionBudget(),
                        client.leases())
                .flatMap(kind -> kind.inNamespace(namespace).list().getItems().stream())
                .map(HasMetadata.class::cast)
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .filter(name -> !name.equals("ConfigMap/kube-root-ca.crt"))
                .forEach(names::add);
        return names;
    }
}
