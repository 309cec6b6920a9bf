package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.FilePath;
import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Why a step is interrupted: what ends its release, and what only ends the step. */
public final class Interruption {
    private static final List<String> AGENT = List.of(
            "org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution$RemovedNodeCause",
            "org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution$RemovedNodeTimeoutCause",
            "org.jenkinsci.plugins.workflow.support.steps.AgentOfflineException",
            "hudson.remoting.ChannelClosedException",
            "hudson.remoting.RequestAbortedException");
    private static final String TIMEOUT = "org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution$ExceededTimeout";

    private final Sentence sentence;
    private final boolean lostAgent;

    private Interruption(Sentence sentence, boolean lostAgent) {
        this.sentence = sentence;
        this.lostAgent = lostAgent;
    }

    /**
     * The reason that an exception has.
     *
     * @param agent name of the agent on which the step ran; null: none
     */
    public static Interruption of(Throwable problem, String agent) {
        if (problem instanceof FlowInterruptedException interrupted) {
            return of(interrupted.getCauses(), agent);
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (isOf(AGENT, cause)) {
                return lost(agent);
            }
        }
        return new Interruption(
                problem == null || problem.getMessage() == null
                        ? Sentence.of("abort.requested")
                        : Sentence.of("abort.cause", problem.getMessage()),
                false);
    }

    /** The reason that the causes of an interrupted build give. */
    static Interruption of(Collection<CauseOfInterruption> causes, String agent) {
        for (CauseOfInterruption cause : causes) {
            if (cause instanceof CauseOfInterruption.UserInterruption person) {
                return new Interruption(Sentence.of("abort.byUser", person.getUserId()), false);
            }
            if (cause.getClass().getName().equals(TIMEOUT)) {
                return new Interruption(Sentence.of("abort.timeout"), false);
            }
            if (isOf(AGENT, cause)) {
                return lost(agent);
            }
        }
        String texts = causes.stream().map(CauseOfInterruption::getShortDescription).collect(Collectors.joining(" "));
        return new Interruption(
                texts.isEmpty() ? Sentence.of("abort.requested") : Sentence.of("abort.cause", texts), false);
    }

    /** The name of a workspace's agent; null if there is none. */
    public static String agent(FilePath workspace) {
        Computer computer = workspace == null ? null : workspace.toComputer();
        return computer == null ? null : computer.getName();
    }

    static Interruption lost(String agent) {
        return new Interruption(
                agent == null || agent.isEmpty() ? Sentence.of("agent.lost") : Sentence.of("agent.lostNamed", agent),
                true);
    }

    /** By name: their plugins need not be installed. */
    private static boolean isOf(List<String> types, Object cause) {
        return types.contains(cause.getClass().getName());
    }

    /** What happened. */
    public Sentence sentence() {
        return sentence;
    }

    /** Whether only the step has to end: the release needs no agent. */
    public boolean isLostAgent() {
        return lostAgent;
    }
}
