package io.jenkins.plugins.bluegreen.kubernetes.charts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Runs programs where a chart is: on the agent of a build. */
@FunctionalInterface
public interface Programs {
    /**
     * Runs a program to its end.
     *
     * @param seconds so long it may take; then it is killed
     * @return the exit code; empty if it was killed
     * @throws NotThere if there is no such program
     * @throws InterruptedException if the build is aborted; the program is killed then
     */
    OptionalInt run(List<String> command, int seconds, BoundedText out, BoundedText errors)
            throws IOException, InterruptedException;

    /**
     * The command for a shell that becomes the program. It looks for it in the {@code PATH} of the program's
     * environment, where Java would take its own, and ends with 127 if it is not there. What the program prints goes to
     * files of at most 512 MiB, for the launcher of a container may mix output and errors.
     */
    static List<String> inShell(String out, String errors, List<String> command) {
        String script = "ulimit -f 1048576; o=$1; e=$2; shift 2; exec \"$@\" > \"$o\" 2> \"$e\"";
        List<String> all = new ArrayList<>(List.of("sh", "-c", script, "sh", out, errors));
        all.addAll(command);
        return all;
    }

    /** A program can't be started. */
    final class NotThere extends IOException {
        private static final long serialVersionUID = 1L;

        public NotThere(String message) {
            super(message);
        }
    }
}
