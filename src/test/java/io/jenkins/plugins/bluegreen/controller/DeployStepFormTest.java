package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordNotifier;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.steps.ActuatorHealth;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployBuilder;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployStep;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenRollbackStep;
import io.jenkins.plugins.bluegreen.jenkins.steps.HttpHealth;
import io.jenkins.plugins.bluegreen.jenkins.steps.NoHealth;
import io.jenkins.plugins.bluegreen.jenkins.steps.WithBlueGreenDeployStep;
import io.jenkins.plugins.bluegreen.kubernetes.charts.HelmChart;
import io.jenkins.plugins.bluegreen.kubernetes.charts.KustomizeOverlay;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;

@WithJenkins
@DisplayName("The parameters of a release")
class DeployStepFormTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) {
        jenkins = rule;
        BlueGreenConfiguration.get().setClusters(List.of(new ClusterEntry("test"), new ClusterEntry("prod")));
    }

    /** All parameters, in the form of a Pipeline. */
    private static Map<String, Object> everything() {
        return Map.ofEntries(
                Map.entry("cluster", "prod"),
                Map.entry("namespace", "esc"),
                Map.entry("app", "backend"),
                Map.entry("service", "backend-web"),
                Map.entry("colorLabel", "colour"),
                Map.entry("manifests", "k8s/*.yaml"),
                Map.entry("image", "esc/backend:2.0.7"),
                Map.entry("images", Map.of("agent", "agent:5")),
                Map.entry("variables", new TreeMap<>(Map.of("PORT", 8080, "CONF", "a {\n  b;\n}"))),
                Map.entry(
                        "health",
                        Map.of("$class", "ActuatorHealth", "path", "/actuator/health", "port", 8080, "via", "podIP")),
                Map.entry("stabilize", 0),
                Map.entry("timeout", 900),
                Map.entry("lockTimeout", 1),
                Map.entry("rollbackTimeout", 200),
                Map.entry(
                        "monitor",
                        Map.of(
                                "duration", 60,
                                "interval", 7,
                                "url", "https://shop.example.com/",
                                "maxFailures", 2,
                                "failures", 4,
                                "unready", 45,
                                "restarts", 1,
                                "prometheus",
                                        Map.of(
                                                "url", "http://prometheus:9090",
                                                "queries",
                                                        List.of(Map.of(
                                                                "query", "sum(rate(errors[1m]))",
                                                                "max", new BigDecimal("0.05"),
                                                                "onNoData", "fail"))),
                                "elasticsearch",
                                        Map.of(
                                                "url", "http://elasticsearch:9200",
                                                "index", "logs-*",
                                                "query", "log.level:ERROR",
                                                "min", 1,
                                                "max", 5,
                                                "delay", 3,
                                                "onNoData", "fail")))),
                Map.entry("drain", Map.of("path", "/drain", "port", 8080, "metric", "open_connections")),
                Map.entry("scaleDownDelay", 0),
                Map.entry("keepPrevious", "running"),
                Map.entry("onFailure", "keep"),
                Map.entry("adopt", true),
                Map.entry("preview", true),
                Map.entry("placeholders", "__NAME__"),
                Map.entry("workload", "web"),
                Map.entry("dryRun", true),
                Map.entry("forceConflicts", true),
                Map.entry("redeploy", true),
                Map.entry("allowedKinds", List.of("ClusterRole", "Namespace")),
                Map.entry("notify", "team"),
                Map.entry("notifyThread", "Shop"));
    }

    private static BlueGreenDeployStep step(Map<String, Object> arguments) {
        return DescribableModel.of(BlueGreenDeployStep.class).instantiate(arguments, null);
    }

    private BlueGreenDeployStep roundTrip(BlueGreenDeployStep step) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new BlueGreenDeployBuilder(step));
        job = jenkins.configRoundtrip(job);
        // also after saving and loading
        job.doReload();
        FreeStyleProject loaded = jenkins.jenkins.getItemByFullName(job.getFullName(), FreeStyleProject.class);
        return loaded.getBuildersList().get(BlueGreenDeployBuilder.class).getDeploy();
    }

    private static ReleaseSpec.Builder spec(BlueGreenDeployStep step) {
        return step.request(UnaryOperator.identity()).specification().in("esc", "id");
    }

    @Test
    @DisplayName("of a Pipeline become a release's spec")
    void spec() {
        ReleaseSpec spec = spec(step(everything())).build();
        assertEquals("backend", spec.application());
        assertEquals("backend-web", spec.service());
        assertEquals("colour", spec.colorLabel());
        assertEquals("esc/backend:2.0.7", spec.source().image());
        assertEquals("__NAME__", spec.source().placeholders());
        assertEquals("web", spec.source().workload());
        assertEquals(Map.of("agent", "agent:5"), spec.source().images());
        assertEquals(Map.of("PORT", "8080", "CONF", "a {\n  b;\n}"), spec.source().variables());
        assertEquals(HealthCheck.Kind.ACTUATOR, spec.health().kind());
        assertEquals(HealthCheck.Via.POD_IP, spec.health().via());
        assertEquals(3, spec.health().failures());
        assertEquals(0, spec.limits().stabilizeSeconds());
        assertEquals(900, spec.limits().timeoutSeconds());
        assertEquals(1, spec.limits().lockTimeoutSeconds());
        assertEquals(200, spec.limits().rollbackTimeoutSeconds());
        assertEquals(60, spec.monitor().durationSeconds());
        assertEquals(7, spec.monitor().intervalSeconds());
        assertEquals(2, spec.monitor().maxFailures());
        assertEquals(4, spec.monitor().failures());
        assertEquals(45, spec.monitor().unreadySeconds());
        assertEquals(1, spec.monitor().restarts());
        PrometheusQuery query = spec.monitor().queries().get(0);
        assertEquals(0.05, query.max());
        assertNull(query.min());
        assertEquals(PrometheusQuery.OnNoData.FAIL, query.onNoData());
        assertEquals("log.level:ERROR", spec.monitor().count().query());
        assertEquals(List.of(1, 5), List.of(spec.monitor().count().min(), spec.monitor().count().max()));
        assertEquals(63, spec.monitor().watchedSeconds());
        assertEquals("open_connections", spec.drain().metric());
        assertEquals(0, spec.limits().scaleDownDelaySeconds());
        assertEquals(KeepPrevious.RUNNING, spec.policy().keepPrevious());
        assertEquals(List.of("ClusterRole", "Namespace"), spec.policy().allowedKinds());
        assertTrue(spec.policy().adopt() && spec.policy().preview() && spec.policy().dryRun() && spec.policy().forceConflicts());
        assertTrue(spec.policy().redeploy());
    }

    @Test
    @DisplayName("that are not given have the defaults of docs/parameters.md, and the time limit of the configuration")
    void defaults() {
        BlueGreenConfiguration.get().setDefaultTimeout(77);
        ReleaseSpec spec = spec(step(Map.of("app", " ", "namespace", ""))).build();
        assertNull(spec.application());
        assertNull(spec.colorLabel());
        assertEquals(HealthCheck.Kind.NONE, spec.health().kind());
        assertEquals(10, spec.limits().stabilizeSeconds());
        assertEquals(77, spec.limits().timeoutSeconds());
        assertEquals(600, spec.limits().lockTimeoutSeconds());
        assertEquals(300, spec.limits().rollbackTimeoutSeconds());
        assertEquals(0, spec.monitor().durationSeconds());
        assertEquals(30, spec.limits().scaleDownDelaySeconds());
        assertEquals(KeepPrevious.SCALE_TO_ZERO, spec.policy().keepPrevious());
    }

    @Test
    @DisplayName("with noHealth() are the same as without a health check")
    void noHealth() {
        UninstantiatedDescribable written = DescribableModel.uninstantiate2_(new NoHealth());
        assertEquals("noHealth", written.getSymbol());
        BlueGreenDeployStep step = step(Map.of("health", new UninstantiatedDescribable("noHealth", null, Map.of())));
        assertEquals(HealthCheck.Kind.NONE, spec(step).build().health().kind());
        assertEquals("blueGreenDeploy()", Snippetizer.object2Groovy(step));
    }

    @Test
    @DisplayName("with an unknown value are refused, and the message lists the valid ones")
    void unknownWord() {
        ReleaseException refused = assertThrows(
                ReleaseException.class, () -> spec(step(Map.of("keepPrevious", "gone"))));
        assertEquals(
                "keepPrevious is \"gone\"; it must be one of: scaleToZero, running, delete.", refused.getMessage());
        refused = assertThrows(
                ReleaseException.class,
                () -> spec(step(Map.of("monitor", Map.of("url", "https://shop.example.com/")))));
        assertEquals("monitor.duration is 0; it must be at least 1.", refused.getMessage());
    }

    @Test
    @DisplayName("are written by the snippet generator as people write them")
    void snippet() {
        assertEquals("blueGreenDeploy()", Snippetizer.object2Groovy(step(Map.of())));
        String snippet = Snippetizer.object2Groovy(step(everything()));
        for (String part : List.of(
                "PORT: '8080']",
                "images: [agent: 'agent:5']",
                "health: actuator(path: '/actuator/health', port: 8080, via: 'podIP')",
                "drain: [metric: 'open_connections', path: '/drain', port: 8080]",
                "monitor: [duration: 60, elasticsearch: [delay: 3, index: 'logs-*', max: 5, min: 1, onNoData: 'fail', ",
                "failures: 4, interval: 7, maxFailures: 2, prometheus: [queries: [[",
                "max: 0.05, onNoData: 'fail'",
                "stabilize: 0")) {
            assertTrue(snippet.contains(part), () -> part + " in " + snippet);
        }
        WithBlueGreenDeployStep block = new WithBlueGreenDeployStep();
        block.setVariables(List.of(new NamedValue("HOST", "db")));
        assertEquals(
                "withBlueGreenDeploy(variables: [HOST: 'db']) {\n    // some block\n}",
                Snippetizer.object2Groovy(block));
        BlueGreenRollbackStep rollback = new BlueGreenRollbackStep();
        rollback.setApp("backend");
        assertEquals("blueGreenRollback app: 'backend'", Snippetizer.object2Groovy(rollback));
    }

    @Test
    @DisplayName("survive the form and the disk, all of them")
    void roundTripOfEverything() throws Exception {
        BlueGreenDeployStep before = step(everything());
        assertEquals(Snippetizer.object2Groovy(before), Snippetizer.object2Groovy(roundTrip(before)));
    }

    @Test
    @DisplayName("of a chart and of an overlay survive the form and the disk, and are written as people write them")
    void roundTripOfChart() throws Exception {
        BlueGreenDeployStep before = step(Map.of(
                "helm",
                Map.of(
                        "chart", "chart",
                        "release", "orders",
                        "values", List.of("a.yaml", "b.yaml"),
                        "set", Map.of("image.tag", 1))));
        String written = Snippetizer.object2Groovy(before);
        assertTrue(written.contains("helm: [chart: 'chart', release: 'orders', set: ['image.tag': '1']"), written);
        BlueGreenDeployStep after = roundTrip(before);
        assertEquals(written, Snippetizer.object2Groovy(after));
        assertEquals(
                new HelmChart("chart", "orders", List.of("a.yaml", "b.yaml"), Map.of("image.tag", "1")),
                after.request(UnaryOperator.identity()).chart().get());
        BlueGreenDeployStep overlay = roundTrip(step(Map.of("kustomize", "overlays/prod")));
        assertEquals("blueGreenDeploy kustomize: 'overlays/prod'", Snippetizer.object2Groovy(overlay));
        assertEquals(
                new KustomizeOverlay("overlays/prod"),
                overlay.request(UnaryOperator.identity()).chart().get());
    }

    @Test
    @DisplayName("survive the form and the disk, none of them")
    void roundTripOfNothing() throws Exception {
        BlueGreenDeployStep after = roundTrip(new BlueGreenDeployStep());
        assertEquals(Snippetizer.object2Groovy(new BlueGreenDeployStep()), Snippetizer.object2Groovy(after));
    }

    @Test
    @DisplayName("of a rollback survive the form")
    void roundTripOfRollback() throws Exception {
        BlueGreenRollbackStep before = new BlueGreenRollbackStep();
        before.setApp("backend");
        before.setCluster("test");
        before.setHealth(new ActuatorHealth("/actuator/health", 8080));
        before.setScaleDownDelay(5);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new RollbackBuilder(before));
        job = jenkins.configRoundtrip(job);
        Step after = job.getBuildersList().get(RollbackBuilder.class).getDeploy();
        assertEquals(Snippetizer.object2Groovy(before), Snippetizer.object2Groovy(after));
    }

    @Test
    @DisplayName("offer the configured clusters to those who may configure the job, and to nobody else")
    void clusters() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("author")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        assertEquals("[, prod, test]", offered("author", job));
        assertEquals("[, prod]", offered("reader", job));
    }

    @Test
    @DisplayName("say at the field that one of several clusters or webhooks is to be chosen")
    void chosen() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        BlueGreenDeployStep.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(BlueGreenDeployStep.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckCluster(job, "").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCluster(job, "prod").kind);
        DiscordNotifier.DescriptorImpl action =
                jenkins.jenkins.getDescriptorByType(DiscordNotifier.DescriptorImpl.class);
        BlueGreenConfiguration.get().setWebhooks(List.of(new WebhookEntry("one"), new WebhookEntry("two")));
        assertEquals(FormValidation.Kind.ERROR, action.doCheckWebhook(job, "").kind);
        assertEquals(FormValidation.Kind.OK, action.doCheckWebhook(job, "two").kind);
        BlueGreenConfiguration.get().setWebhooks(List.of(new WebhookEntry("one")));
        assertEquals(FormValidation.Kind.OK, action.doCheckWebhook(job, "").kind);
    }

    @Test
    @DisplayName("take a health check by its port or its path alone, and without its kind")
    void health() throws Exception {
        DescribableModel<BlueGreenDeployStep> model = new DescribableModel<>(BlueGreenDeployStep.class);
        for (Object written : List.of(
                new UninstantiatedDescribable("http", null, Map.of("<anonymous>", "/x")), Map.of("path", "/x"), "/x")) {
            BlueGreenDeployStep step = model.instantiate(Map.of("health", written), null);
            assertEquals("/x", ((HttpHealth) step.getHealth()).getPath());
        }
        BlueGreenDeployStep step = model.instantiate(
                Map.of("health", new UninstantiatedDescribable("actuator", null, Map.of("<anonymous>", 8080))), null);
        assertEquals(8080, ((ActuatorHealth) step.getHealth()).getPort());
        assertEquals("/actuator/health", spec(step).build().health().path());
        step = model.instantiate(Map.of("health", 8080), null);
        assertEquals("/", spec(step).build().health().path());
    }

    private String offered(String user, FreeStyleProject job) {
        BlueGreenDeployStep.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(BlueGreenDeployStep.DescriptorImpl.class);
        try (var as = ACL.as2(User.getById(user, true).impersonate2())) {
            return form.doFillClusterItems(job, "prod").stream()
                    .map((ListBoxModel.Option option) -> option.value)
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    /** Shows the rollback step's form with the page of the freestyle build step. */
    public static final class RollbackBuilder extends Builder {
        private final BlueGreenRollbackStep deploy;

        @DataBoundConstructor
        public RollbackBuilder(BlueGreenRollbackStep deploy) {
            this.deploy = deploy;
        }

        public BlueGreenRollbackStep getDeploy() {
            return deploy;
        }

        @TestExtension
        public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
            @Override
            @SuppressWarnings("rawtypes")
            public boolean isApplicable(Class type) {
                return true;
            }

            @Override
            public String getConfigPage() {
                return Jenkins.get().getDescriptorByType(BlueGreenDeployBuilder.DescriptorImpl.class).getConfigPage();
            }
        }
    }
}
