package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An image on the cluster's nodes, made of files by the command of the system property {@code imageCommand}. It has
 * nothing but these files: a program's libraries must be among them.
 *
 * <pre>{@code
 * NewImage.running("/usr/sbin/nginx -c /etc/nginx/nginx.conf")
 *         .with(nginx, "/usr/sbin/nginx")
 *         .withLibrariesOf(nginx)
 *         .make("local/shop-frontend:1");
 * }</pre>
 */
final class NewImage {
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x");

    private final String entrypoint;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Content> content = new ArrayList<>();

    private record Content(Path source, String path) {}

    private NewImage(String entrypoint) {
        this.entrypoint = entrypoint;
    }

    /** Skips the test that asks for an image where none can be made. */
    static void assumePossible() {
        assumeTrue(!command().isEmpty(), "There is no IMAGE_COMMAND, which makes images for the cluster");
    }

    private static String command() {
        return System.getProperty("imageCommand", "");
    }

    /** Begins an image of this program; its arguments are separated by spaces, and hold none. */
    static NewImage running(String entrypoint) {
        assumePossible();
        return new NewImage(entrypoint);
    }

    /** Sets a variable, whose value has no comma. */
    NewImage environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Adds a file, or what a folder holds. */
    NewImage with(Path source, String path) {
        content.add(new Content(source, path));
        return this;
    }

    /** Adds the libraries that these programs or libraries load, and the loader, as this machine has them. */
    NewImage withLibrariesOf(Path... programs) throws IOException, InterruptedException {
        for (Path program : programs) {
            Matcher library = LIBRARY.matcher(Command.run(null, Map.of(), List.of("ldd", program.toString())));
            while (library.find()) {
                Path file = Path.of(library.group(1));
                if (content.stream().noneMatch(one -> file.startsWith(one.source()))) {
                    content.add(new Content(file, file.toString()));
                }
            }
        }
        return this;
    }

    /** Makes the image under each of these names. */
    void make(String... names) throws IOException, InterruptedException {
        for (String name : names) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", command() + " \"$@\"", "sh", name));
            content.forEach(one -> command.add(one.source() + "=" + one.path()));
            Command.run(null, Map.of("IMAGE_ENTRYPOINT", entrypoint, "IMAGE_ENV", variables()), command);
        }
    }

    private String variables() {
        return environment.entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
