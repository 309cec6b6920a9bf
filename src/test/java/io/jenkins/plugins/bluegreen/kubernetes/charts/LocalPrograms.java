package io.jenkins.plugins.bluegreen.kubernetes.charts;

import java.io.IOException;
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
        Path printed = Files.createTempFile("program", ".out");
        Path said = Files.createTempFile("program", ".err");
        try {
            ProcessBuilder shell = new ProcessBuilder(
                            Programs.inShell(printed.toString(), said.toString(), command))
                    .directory(workspace.toFile());
            shell.environment().put("PATH", programs.toString());
            Process process = shell.start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            out.write(Files.readAllBytes(printed));
            errors.write(Files.readAllBytes(said));
            return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } finally {
            Files.delete(printed);
            Files.delete(said);
        }
    }
}
