package io.jenkins.plugins.bluegreen.kubernetes.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, of one folder alone. */
public final class LocalPrograms implements Programs {
    private final Path programs;
    private final Path workspace;
    /** The commands that were run. */
    public final List<List<String>> commands = new ArrayList<>();

    public LocalPrograms(Path programs, Path workspace) {
        this.programs = programs.toAbsolutePath();
        this.workspace = workspace;
    }

    /** Adds a shell script as a program. */
    public LocalPrograms script(String name, String text) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + file);
        }
        return this;
    }

    @Override
    public OptionalInt run(List<String> command, int seconds, BoundedText out, BoundedText errors)
            throws IOException, InterruptedException {
        commands.add(command);
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(Programs.inShell(command)).directory(workspace.toFile());
            builder.environment().put("PATH", programs.toString());
            process = builder.start();
        } catch (IOException e) {
            throw new NotThere(e.getMessage());
        }
        Thread copies = copy(process.getInputStream(), out);
        Thread copiesErrors = copy(process.getErrorStream(), errors);
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        copies.join();
        copiesErrors.join();
        return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    private static Thread copy(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException killed) {
                // what was printed before is there
            }
        });
        thread.start();
        return thread;
    }
}
