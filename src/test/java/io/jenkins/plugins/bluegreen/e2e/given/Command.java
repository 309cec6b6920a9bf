package io.jenkins.plugins.bluegreen.e2e.given;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a set-up runs, with a deadline; what it says is kept for the error. */
public final class Command {
    private static final int MINUTES = 20;

    private Command() {}

    /**
     * Runs a program to its end.
     *
     * @return its output
     * @throws IOException if it fails; its output is in the message
     */
    public static String run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("blue-green-e2e", ".log");
        try {
            ProcessBuilder program = new ProcessBuilder(command)
                    .directory(folder == null ? null : folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            program.environment().putAll(environment);
            Process process = program.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(log));
            }
            return Files.readString(log);
        } finally {
            Files.delete(log);
        }
    }
}
