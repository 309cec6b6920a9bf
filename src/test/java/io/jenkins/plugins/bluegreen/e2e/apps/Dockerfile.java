package io.jenkins.plugins.bluegreen.e2e.apps;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Dockerfile of two stages says, for an image that is made without one. */
final class Dockerfile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text;

    private Dockerfile(String text) {
        this.text = text;
    }

    static Dockerfile read(Path file) throws IOException {
        return new Dockerfile(Files.readString(file));
    }

    /** The arguments of the program that the only {@code RUN} runs. */
    List<String> run() {
        return List.of(all("RUN \\S+ (.+)").get(0).group(1).split(" "));
    }

    /** What is copied from the first stage, by its path there. */
    List<String> copied() {
        return all("COPY --from=(\\w+) /\\1/(\\S+) \\./").stream().map(copy -> copy.group(2)).toList();
    }

    /** The folder in which the program runs. */
    String folder() {
        List<MatchResult> folders = all("WORKDIR (\\S+)");
        return folders.get(folders.size() - 1).group(1);
    }

    /** The program and its arguments. */
    List<String> entrypoint() throws IOException {
        return List.of(JSON.readValue(all("ENTRYPOINT (.+)").get(0).group(1), String[].class));
    }

    private List<MatchResult> all(String line) {
        List<MatchResult> found = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)^" + line + "$").matcher(text);
        while (matcher.find()) {
            found.add(matcher.toMatchResult());
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("The Dockerfile has no " + line);
        }
        return found;
    }
}
