package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of ConfigMaps and Secrets, which have a colour like the Pods that read them. */
@E2e
class ConfigurationE2eTest {
    @Test
    @DisplayName("C08 a ConfigMap changed alone is released: the new colour reads it, the old one keeps its own")
    void configMapOnly(Trial trial) {
        trial.environment("GREETING", "${GREETING}");
        Released first = trial.release("v1", spec -> spec.variable("GREETING", "old"));
        assertEquals(Outcome.PROMOTED, first.outcome(), first::story);
        trial.awaitAccepting();
        Load traffic = trial.traffic();
        List<String> seen = new ArrayList<>();

        Released second = trial.end(trial.start("v1", spec -> spec.variable("GREETING", "new"), state -> {
            seen.add(trial.preview("/env?name=GREETING"));
            seen.add(greeting(trial));
            seen.add(configMap(trial, BLUE));
        }));

        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertEquals(List.of("new", "old", "old"), seen);
        assertEquals("new", greeting(trial));
        assertEquals("old", configMap(trial, BLUE));
        assertEquals("new", configMap(trial, GREEN));

        Released back = trial.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("old", greeting(trial));
        trial.awaitGone(GREEN);
        trial.assertNothingLost(traffic);
    }

    @Test
    @DisplayName("C09 Secret, envFrom, projected volume and init container read what belongs to their colour")
    void referencesFollow(Trial trial) {
        // makes the image exit successfully, as an init container must
        String endingInit = Yaml.READS_EVERYWHERE.replace(
                "- name: INIT_PASSWORD",
                "- {name: CRASH_AFTER, value: 100ms}\n"
                        + "        - {name: CRASH_CODE, value: \"0\"}\n"
                        + "        - name: INIT_PASSWORD");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, endingInit).live(BLUE);
        Load traffic = trial.traffic();
        List<String> beside = new ArrayList<>();

        Released released = trial.end(trial.start("v2", spec -> {}, state -> beside.addAll(read(trial, BLUE))));

        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(expected("v1"), beside);
        assertEquals(expected("v2"), read(trial, GREEN));
        assertEquals(List.of(), names(trial).stream().filter(name -> !name.matches(".*-(blue|green)")).toList());
        trial.awaitGone(BLUE);
        trial.assertNothingLost(traffic);
    }

    private static List<String> expected(String version) {
        String password = "swordfish-" + version;
        return List.of(version, password, password, "hello from " + version, password, password);
    }

    /**
     * The configuration that a Pod of the colour reads, each value through another kind of reference; its init
     * container has printed its version.
     */
    private static List<String> read(Trial trial, Color color) {
        Pod pod = trial.pods(color).get(0);
        List<String> found = new ArrayList<>();
        for (String variable : List.of("VERSION", "FROM_KEY", "SECRET_PASSWORD")) {
            found.add(trial.ask(pod, "/env?name=" + variable));
        }
        for (String file : List.of("all/GREETING", "all/PASSWORD", "secret/PASSWORD")) {
            found.add(trial.ask(pod, "/file?path=/etc/" + file));
        }
        String log = trial.admin().pods().resource(pod).inContainer("prepare").getLog();
        assertTrue(log.contains("version " + found.get(0)), log);
        return found;
    }

    /** The application's ConfigMaps and Secrets. */
    private static List<String> names(Trial trial) {
        List<String> names = new ArrayList<>();
        trial.admin().configMaps().inNamespace(trial.namespace()).list().getItems()
                .forEach(object -> names.add(object.getMetadata().getName()));
        trial.admin().secrets().inNamespace(trial.namespace()).list().getItems()
                .forEach(object -> names.add(object.getMetadata().getName()));
        return names.stream().filter(name -> name.startsWith(Trial.APPLICATION)).toList();
    }

    private static String greeting(Trial trial) {
        return trial.get("/env?name=GREETING");
    }

    private static String configMap(Trial trial, Color color) {
        return trial.admin()
                .configMaps()
                .inNamespace(trial.namespace())
                .withName("backend-config-" + color.label())
                .get()
                .getData()
                .get("GREETING");
    }
}
