package io.jenkins.plugins.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A document")
class DocumentsTest {
    private static final int README_LINES = 250;
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK =
            Pattern.compile("(?:]\\(|src=\")([^)\"\\s#]*)(?:#([^)\"\\s]*))?[)\"]");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");
    private static final Pattern LINKED = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    /** What GitHub leaves out of a heading's anchor. */
    private static final Pattern NO_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}\\p{M} _-]");

    /** Those that people read: at the root, in {@code docs} and in {@code examples}. */
    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> examples = Files.walk(Path.of("examples"))) {
            Stream.of(root, docs, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .sorted()
                    .forEach(documents::add);
        }
        return documents;
    }

    private static String text(Path document) throws IOException {
        return FENCED.matcher(Files.readString(document)).replaceAll("");
    }

    /** The anchors of the headings, as GitHub makes them: a second one of the same name gets a number. */
    private static TreeSet<String> anchors(Path document) throws IOException {
        TreeSet<String> anchors = new TreeSet<>();
        Map<String, Integer> times = new HashMap<>();
        for (MatchResult heading : HEADING.matcher(text(document)).results().toList()) {
            String words = LINKED.matcher(heading.group(1)).replaceAll("$1").toLowerCase(Locale.ROOT);
            String anchor = NO_ANCHOR.matcher(words).replaceAll("").replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    @ParameterizedTest
    @MethodSource("documents")
    @DisplayName("links to files and headings that are there")
    void links(Path document) throws IOException {
        TreeSet<String> broken = new TreeSet<>();
        String prose = CODE.matcher(text(document)).replaceAll("");
        for (MatchResult link : LINK.matcher(prose).results().toList()) {
            if (link.group(1).contains(":")) {
                continue;
            }
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
            boolean there = Files.exists(target)
                    && (link.group(2) == null || anchors(target).contains(link.group(2)));
            if (!there) {
                broken.add(link.group());
            }
        }
        assertEquals(new TreeSet<>(), broken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ko.md"})
    @DisplayName("that everybody begins with has fewer than 250 lines")
    void length(String readme) throws IOException {
        int lines = Files.readAllLines(Path.of(readme)).size();
        assertTrue(lines < README_LINES, () -> readme + " has " + lines + " lines");
    }

    @Test
    @DisplayName("in docs is linked by the README, and so is its Korean twin by the Korean README")
    void index() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (Path document : documents()) {
            String readme = document.toString().endsWith(".ko.md") ? "README.ko.md" : "README.md";
            if (document.startsWith("docs")
                    && !Files.readString(Path.of(readme)).contains("](" + document.toString().replace('\\', '/') + ")")) {
                missing.add(document.toString());
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }
}
