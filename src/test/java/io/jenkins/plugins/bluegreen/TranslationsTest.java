package io.jenkins.plugins.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A document that is there in Korean")
class TranslationsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    static List<Path> translations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            return files.filter(file -> file.toString().endsWith(".ko.md")).sorted().toList();
        }
    }

    /** The headings by their depth, and the rows of tables, in the order of the text. */
    private static List<String> structure(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#") || line.startsWith("|"))
                .map(line -> line.startsWith("|") ? "row of " + line.chars().filter(c -> c == '|').count() : heading(line))
                .toList();
    }

    private static String heading(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    @ParameterizedTest
    @MethodSource("translations")
    @DisplayName("has the headings and the rows of tables of the English one")
    void sameStructure(Path korean) throws IOException {
        Path english = Path.of(korean.toString().replace(".ko.md", ".md"));
        assertEquals(structure(english), structure(korean));
    }

    @ParameterizedTest
    @MethodSource("translations")
    @DisplayName("links to files that are there, and is linked by a document that Koreans begin with")
    void linked(Path korean) throws IOException {
        for (Matcher link = LINK.matcher(Files.readString(korean)); link.find(); ) {
            assertTrue(Files.exists(korean.resolveSibling(link.group(1))), link::group);
        }
        assertTrue(Files.readString(Path.of("README.ko.md")).contains("](" + korean + ")"), korean::toString);
    }
}
