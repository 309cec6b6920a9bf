package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Releases of charts, with a program of the workspace for Helm. */
@WithJenkins
@DisplayName("blueGreenDeploy of a chart")
class ChartStepTest {
    private static final Path RENDERED =
            Path.of("src/test/resources/io/jenkins/plugins/bluegreen/kubernetes/charts/orders.yaml");
    private static final String STEP =
            "blueGreenDeploy(helm: [chart: 'chart', release: 'orders', values: ['v.yaml'], set: ['image.tag': '1']],"
                    + " stabilize: 0, scaleDownDelay: 0)";

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    /** A build with a program of this name in its {@code PATH}. */
    private WorkflowRun end(Result result, String name, String program, String step) throws Exception {
        String script = "writeFile file: 'bin/" + name + "', text: '''#!/bin/sh\n" + program.replace("\\", "\\\\")
                + "\n'''\nsh 'chmod +x bin/" + name + "'\nwithEnv(['PATH=' + pwd() + '/bin:/usr/bin:/bin']) { "
                + step + " }";
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(releasing.run(jenkins, script)));
    }

    @Test
    @DisplayName("renders it by the program of the step's PATH, with the cluster's version, and names the hooks")
    void rendered() throws Exception {
        WorkflowRun run = end(
                Result.SUCCESS,
                "helm",
                "echo \"$@\" >> arguments\ncat <<'END'\n" + Files.readString(RENDERED) + "END",
                STEP + "\necho readFile('arguments')");
        jenkins.assertLogContains("Job/orders-warm-up (post-install,post-upgrade)", run);
        jenkins.assertLogContains("template --namespace=esc --kube-version=v1.34.0 --api-versions=", run);
        jenkins.assertLogContains("--values=v.yaml --set=image.tag=1 -- orders chart", run);
        assertEquals(
                "blue",
                releasing.cluster
                        .get(ReleasingPipeline.NAMESPACE, "services", "orders")
                        .at("/spec/selector/color")
                        .asText());
    }

    @Test
    @DisplayName("that can't be rendered fails before anything is touched, with what the program said")
    void refused() throws Exception {
        WorkflowRun run = end(Result.FAILURE, "helm", "echo 'Error: values do not meet the schema' >&2; exit 1", STEP);
        jenkins.assertLogContains("Error: values do not meet the schema", run);
        WorkflowRun none = end(Result.FAILURE, "other", "exit 1", STEP.replace("helm:", "kustomize: 'x', helm:"));
        jenkins.assertLogContains("Several of", none);
        WorkflowRun missing = end(
                Result.FAILURE, "other", "exit 1", "withEnv(['PATH=' + pwd() + '/bin']) { " + STEP + " }");
        jenkins.assertLogContains("needs a program that the agent does not have: helm", missing);
        assertFalse(releasing.cluster.list(ReleasingPipeline.NAMESPACE, "deployments").iterator().hasNext());
    }
}
