package io.jenkins.plugins.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A document that is there in Korean")
class TranslationsTest {
    static List<Path> translations() throws IOException {
        return DocumentsTest.documents().stream()
                .filter(file -> file.toString().endsWith(".ko.md"))
                .toList();
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
    @DisplayName("links to its English twin, which links to it")
    void linked(Path korean) throws IOException {
        Path english = Path.of(korean.toString().replace(".ko.md", ".md"));
        assertTrue(Files.readString(korean).contains("](" + english.getFileName() + ")"), korean::toString);
        assertTrue(Files.readString(english).contains("](" + korean.getFileName() + ")"), english::toString);
    }
}
