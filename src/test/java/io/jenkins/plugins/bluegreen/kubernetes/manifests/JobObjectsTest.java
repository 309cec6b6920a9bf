package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.names;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.warnings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.JobRef;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C93: how Jobs are rendered. */
class JobObjectsTest {
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: migrate
                      image: shop/web:1
                      envFrom: [{configMapRef: {name: sql}}]
            """;
    private static final String SQL = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: sql}
            data: {V1: create table}
            """;

    private static String name(String... documents) {
        return aWebApplication(documents).green().jobs().get(0).name();
    }

    @Test
    @DisplayName("the name has a hash of the content, the same for both colours")
    void name() {
        GivenManifests given = aWebApplication(JOB, SQL);
        assertTrue(name(JOB, SQL).matches("migrate-[0-9a-f]{8}"), name(JOB, SQL));
        assertEquals(given.blue().jobs(), given.green().jobs());
        assertEquals(name(JOB, SQL), name(SQL, JOB));
    }

    @Test
    @DisplayName("content is the Job and the configuration of the manifests that it reads, nothing else")
    void content() {
        assertNotEquals(name(JOB, SQL), name(JOB.replace("web:1", "web:2"), SQL));
        assertNotEquals(name(JOB, SQL), name(JOB, SQL.replace("create", "alter")));
        assertEquals(name(JOB, SQL), name(JOB, SQL, SQL.replace("name: sql", "name: other")));
    }

    @Test
    @DisplayName("report 44: redeployed, an image without a fixed tag is another content; one with a tag is not")
    void redeployed() {
        String latest = JOB.replace("shop/web:1", "shop/web");
        assertNotEquals(name(latest), redeployed(latest));
        assertEquals(redeployed(latest), redeployed(latest));
        assertEquals(name(JOB), redeployed(JOB));
    }

    private static String redeployed(String job) {
        return aWebApplication(job).with(spec -> spec.redeploy(true)).green().jobs().get(0).name();
    }

    @Test
    @DisplayName("a long name is cut: the cluster writes it into a label")
    void longName() {
        String name = name(JOB.replace("name: migrate}", "name: " + "m".repeat(53) + ".x" + "y".repeat(40) + "}"), SQL);
        assertEquals("m".repeat(53), name.substring(0, 53));
        assertTrue(name.length() <= 63 && name.matches("m+-[0-9a-f]{8}"), name);
    }

    @Test
    @DisplayName("ttlSecondsAfterFinished is known: such a Job may be gone soon after its end")
    void expires() {
        String expiring = JOB.replace("spec:\n  template", "spec:\n  ttlSecondsAfterFinished: 60\n  template");
        assertEquals(
                List.of(true),
                aWebApplication(expiring, SQL).green().jobs().stream().map(JobRef::expires).toList());
    }

    @Test
    @DisplayName("configuration of the Job alone is applied as it is; what the Pods read too is coloured, and only that")
    void configuration() {
        RenderedRelease alone = aWebApplication(JOB, SQL).green();
        assertEquals(List.of("Service/web-preview", "ConfigMap/sql", "Deployment/web-green"), names(alone));
        assertEquals(List.of(), warnings(alone).stream().filter(text -> text.contains("ConfigMap")).toList());
        RenderedRelease both = GivenManifests.given()
                .file("a", GivenManifests.DEPLOYMENT + "        envFrom: [{configMapRef: {name: sql}}]\n".indent(2),
                        GivenManifests.SERVICE, JOB, SQL)
                .green();
        assertEquals(List.of("Service/web-preview", "ConfigMap/sql-green", "Deployment/web-green"), names(both));
        assertEquals("sql-green", both.jobObjects().get(0).tree()
                .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                .asText());
    }

    @Test
    @DisplayName("an image with a tag that can be moved is warned of: the Job would not run again")
    void mutableImage() {
        assertTrue(
                warnings(aWebApplication(JOB.replace("web:1", "web:latest"), SQL).green()).stream()
                        .anyMatch(text -> text.contains("Job/migrate runs image \"shop/web:latest\"")));
    }

    @Test
    @DisplayName("the image of the release goes to containers of the same repository, by name before all others")
    void image() {
        assertEquals(
                "shop/web:7",
                image(aWebApplication(JOB, SQL).with(spec -> spec.image("shop/web:7")).green()));
        assertEquals(
                "shop/web:8",
                image(aWebApplication(JOB, SQL).with(spec -> spec.image("web", "shop/web:8")).green()));
        assertEquals(
                "shop/sql:1",
                image(aWebApplication(JOB.replace("shop/web:1", "shop/sql:1"), SQL)
                        .with(spec -> spec.image("shop/web:7"))
                        .green()));
    }

    private static String image(RenderedRelease release) {
        return release.jobObjects().get(0).tree().at("/spec/template/spec/containers/0/image").asText();
    }
}
