package io.jenkins.plugins.bluegreen.jenkins.secrets;

import hudson.EnvVars;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The credentials of the builds that release or tell: of a Pipeline's step, and of a freestyle build. */
public final class StepSecrets {
    private static final Logger LOGGER = Logger.getLogger(StepSecrets.class.getName());

    private StepSecrets() {}

    /** Those of the blocks around a step, as {@code withCredentials}. */
    public static BoundSecrets of(StepContext context) throws IOException, InterruptedException {
        EnvironmentExpander expander = context.get(EnvironmentExpander.class);
        EnvVars environment = context.get(EnvVars.class);
        ConsoleLogFilter filter = context.get(ConsoleLogFilter.class);
        return new BoundSecrets(
                expander == null ? Set.of() : expander.getSensitiveVariables(),
                environment == null ? Map.of() : environment,
                out -> filter == null ? out : masking(filter, out),
                context.get(Run.class).getCharset());
    }

    /** As Pipeline calls it: filters of either signature answer. */
    @SuppressWarnings({"deprecation", "rawtypes"})
    private static OutputStream masking(ConsoleLogFilter filter, OutputStream out)
            throws IOException, InterruptedException {
        return filter.decorateLogger((AbstractBuild) null, out);
    }

    /** Those that a freestyle build has bound, also when it is over. Files are gone by then. */
    public static BoundSecrets of(AbstractBuild<?, ?> build, TaskListener listener) {
        try {
            return of(build, build.getEnvironment(listener));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The environment of a build can't be read", e);
        }
        return BoundSecrets.none();
    }

    /** Those that a freestyle build has bound. */
    public static BoundSecrets of(Run<?, ?> run, EnvVars environment) {
        Set<String> sensitive =
                run instanceof AbstractBuild<?, ?> build ? build.getSensitiveBuildVariables() : Set.of();
        return new BoundSecrets(sensitive, environment, out -> out, StandardCharsets.UTF_8);
    }
}
