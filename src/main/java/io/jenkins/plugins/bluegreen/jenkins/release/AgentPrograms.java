package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Launcher;
import hudson.Proc;
import io.jenkins.plugins.bluegreen.kubernetes.charts.BoundedText;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs programs on the agent of a build, in its workspace. */
final class AgentPrograms implements Programs {
    /** How Java begins the message when a program is not there, on each system. */
    private static final String NOT_STARTED = "Cannot run program";

    private final BuildAgent agent;

    AgentPrograms(BuildAgent agent) {
        this.agent = agent;
    }

    @Override
    public OptionalInt run(List<String> command, int seconds, BoundedText out, BoundedText errors)
            throws IOException, InterruptedException {
        Proc program = started(command, out, errors);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            int code = program.joinWithTimeout(seconds, TimeUnit.SECONDS, agent.log());
            return System.nanoTime() < end ? OptionalInt.of(code) : OptionalInt.empty();
        } catch (InterruptedException e) {
            program.kill();
            throw e;
        }
    }

    /** The launcher takes what follows a dollar sign for a variable, unless there are two. */
    private Map<String, String> environment() {
        Map<String, String> escaped = new TreeMap<>(agent.environment());
        escaped.replaceAll((name, value) -> value.replace("$", "$$"));
        return escaped;
    }

    private Proc started(List<String> command, BoundedText out, BoundedText errors) throws IOException {
        try {
            Launcher launcher = agent.launcher();
            return launcher.launch()
                    .cmds(launcher.isUnix() ? Programs.inShell(command) : command)
                    .envs(environment())
                    .pwd(agent.workspace())
                    .stdout(out)
                    .stderr(errors)
                    // the command may hold secrets
                    .quiet(true)
                    .start();
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains(NOT_STARTED)) {
                throw new NotThere(e.getMessage());
            }
            throw e;
        }
    }
}
