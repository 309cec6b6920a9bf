package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.FilePath;
import hudson.Proc;
import hudson.remoting.VirtualChannel;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.bluegreen.kubernetes.charts.BoundedText;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Programs;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import jenkins.MasterToSlaveFileCallable;

/** Runs programs on the agent of a build, in its workspace. */
final class AgentPrograms implements Programs {
    /** How Java begins the message when a program is not there, on each system. */
    private static final String NOT_STARTED = "Cannot run program";

    private static final int READ_AT_MOST = 8 * 1024 * 1024;

    private final BuildAgent agent;

    AgentPrograms(BuildAgent agent) {
        this.agent = agent;
    }

    @Override
    public OptionalInt run(List<String> command, int seconds, BoundedText out, BoundedText errors)
            throws IOException, InterruptedException {
        if (!agent.launcher().isUnix()) {
            return joined(started(command, out, errors), seconds);
        }
        FilePath folder = folder();
        folder.mkdirs();
        try {
            FilePath printed = folder.child("out");
            FilePath said = folder.child("err");
            List<String> shell = Programs.inShell(printed.getRemote(), said.getRemote(), command);
            // the shell itself prints nothing, unless it can't write there
            OptionalInt code = joined(started(shell, errors, errors), seconds);
            copy(printed, out);
            copy(said, errors);
            return code;
        } finally {
            folder.deleteRecursive();
        }
    }

    /** Beside the workspace, where Pipeline's own steps have their files: the containers of a Pod share it. */
    private FilePath folder() {
        FilePath temporary = WorkspaceList.tempDir(agent.workspace());
        return (temporary == null ? agent.workspace() : temporary).child("blue-green-" + UUID.randomUUID());
    }

    /** Empty if it was killed. */
    private OptionalInt joined(Proc program, int seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            int code = program.joinWithTimeout(seconds, TimeUnit.SECONDS, agent.log());
            return System.nanoTime() < end ? OptionalInt.of(code) : OptionalInt.empty();
        } catch (InterruptedException e) {
            program.kill();
            throw e;
        }
    }

    private Proc started(List<String> command, BoundedText out, BoundedText errors) throws IOException {
        try {
            return agent.launcher()
                    .launch()
                    .cmds(command.stream().map(AgentPrograms::literal).toList())
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

    private Map<String, String> environment() {
        Map<String, String> literal = new TreeMap<>(agent.environment());
        literal.replaceAll((name, value) -> literal(value));
        return literal;
    }

    /** A launcher takes what follows a dollar sign for a variable, unless there are two. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    private static void copy(FilePath file, BoundedText text) throws IOException, InterruptedException {
        Beginning beginning = file.act(new ReadBeginning());
        text.write(beginning.bytes, 0, beginning.bytes.length);
        text.drop(beginning.dropped);
    }

    private static final class Beginning implements Serializable {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;
        private final long dropped;

        Beginning(byte[] bytes, long size) {
            this.bytes = bytes;
            dropped = Math.max(0, size - bytes.length);
        }
    }

    /** Runs on the agent; a program that was not started has printed nothing. */
    private static final class ReadBeginning extends MasterToSlaveFileCallable<Beginning> {
        private static final long serialVersionUID = 1L;

        @Override
        public Beginning invoke(File file, VirtualChannel channel) throws IOException {
            if (!file.isFile()) {
                return new Beginning(new byte[0], 0);
            }
            try (InputStream in = Files.newInputStream(file.toPath())) {
                return new Beginning(in.readNBytes(READ_AT_MOST), file.length());
            }
        }
    }
}
