package io.jenkins.plugins.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("CONTRIBUTING.md")
class ContributingTest {
    private static final List<String> CHANGES = List.of(
            "a new phase",
            "a new failure reason of a Pod",
            "a new parameter of the step",
            "a new manifest kind that is coloured",
            "a new Discord field",
            "a new monitor source",
            "a new page",
            "a new credential type",
            "a new event",
            "a new metric");

    private static final String PLUGIN = "/io/jenkins/plugins/bluegreen";
    private static final List<Path> ROOTS = List.of(
            Path.of("src/main/java" + PLUGIN),
            Path.of("src/main/resources" + PLUGIN),
            Path.of("src/test/java" + PLUGIN),
            Path.of(""));

    /** A room, a class by its room, or another file by its path; texts such as {@code discord.field.NAME} are none. */
    private static final Pattern NAMED =
            Pattern.compile("`([\\w/.-]+/|[\\w/.-]+/[\\w.-]+|[\\w-]+\\.(?:md|xml|properties))`(?<missing> \\(to be made\\))?");

    private record Change(String name, String room, String files) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Change> changes() throws IOException {
        return rows("## Where a change goes").stream()
                .map(row -> new Change(row[0], row[1], row[2]))
                .toList();
    }

    private static List<String[]> rows(String heading) throws IOException {
        String text = Files.readString(Path.of("CONTRIBUTING.md"));
        String section = text.substring(text.indexOf(heading + "\n") + heading.length()).split("\n## ")[0];
        return section.lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(line -> line.substring(1).strip().split("\\s*\\|\\s*"))
                .toList();
    }

    @Test
    @DisplayName("says where each kind of change goes")
    void everyChange() throws IOException {
        assertEquals(CHANGES, changes().stream().map(Change::name).toList());
    }

    @ParameterizedTest
    @MethodSource("changes")
    @DisplayName("names a room, and files to touch, that exist, or are still to be made")
    void exists(Change change) throws IOException {
        var named = NAMED.matcher(change.room + " " + change.files).results().toList();
        assertTrue(named.size() >= 4, () -> "hardly any file is named: " + change.files);
        TreeSet<String> wrong = new TreeSet<>();
        for (var match : named) {
            boolean made = match.group(2) == null;
            if (exists(match.group(1)) != made) {
                wrong.add(match.group(1) + (made ? " is missing" : " is there"));
            }
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    @Test
    @DisplayName("has each room of the plugin in its table")
    void everyRoom() throws IOException {
        TreeSet<String> rooms = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOTS.get(0))) {
            files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> ROOTS.get(0).relativize(file.getParent()).toString().replace('\\', '/'))
                    .forEach(rooms::add);
        }
        // the floor itself holds no class that is written by hand
        rooms.remove("jenkins");
        TreeSet<String> listed = new TreeSet<>();
        for (String[] row : rows("## Rooms")) {
            if (row[0].endsWith("/`")) {
                listed.add(row[0].substring(1, row[0].length() - 2));
            }
        }
        assertEquals(rooms, listed);
    }

    /** Whether there is such a file; {@code NAME} stands for any name. */
    private static boolean exists(String named) throws IOException {
        String file = named.replaceFirst("/$", "");
        boolean type = Character.isUpperCase(file.charAt(file.lastIndexOf('/') + 1)) && !file.contains(".");
        Pattern pattern = Pattern.compile(Pattern.quote(file + (type ? ".java" : "")).replace("NAME", "\\E\\w+\\Q"));
        for (Path root : ROOTS) {
            Path folder = root.resolve(file).getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> found = Files.list(folder == null ? root : folder)) {
                if (found.map(path -> root.relativize(path).toString().replace('\\', '/'))
                        .anyMatch(path -> pattern.matcher(path).matches())) {
                    return true;
                }
            }
        }
        return false;
    }
}
