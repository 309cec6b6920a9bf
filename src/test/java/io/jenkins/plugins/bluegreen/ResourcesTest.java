package io.jenkins.plugins.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The resources")
class ResourcesTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    /** A text of a view. Stapler takes what stands in parentheses for arguments, wherever they are. */
    private static final Pattern SAID = Pattern.compile("\\$\\{%([^}(]+)");

    @ParameterizedTest
    @MethodSource("jellies")
    @DisplayName("a view escapes by default")
    void viewEscapesByDefault(Path jelly) throws IOException {
        assertTrue(Files.readString(jelly).startsWith("<?jelly escape-by-default='true'?>"), jelly::toString);
    }

    @ParameterizedTest
    @MethodSource("messages")
    @DisplayName("English and Korean messages have the same keys")
    void messagesHaveTheSameKeys(Path english) throws IOException {
        assertEquals(keys(english), keys(korean(english)));
    }

    @ParameterizedTest
    @MethodSource("helps")
    @DisplayName("a help page is there in English and Korean")
    void helpIsThereInBothLanguages(Path english) {
        assertTrue(Files.exists(korean(english)), () -> korean(english) + " is missing");
    }

    @ParameterizedTest
    @MethodSource("jellies")
    @DisplayName("what a view says is there in Korean too")
    void viewSpeaksKorean(Path jelly) throws IOException {
        Set<Object> said = new TreeSet<>();
        SAID.matcher(Files.readString(jelly)).results().forEach(match -> said.add(match.group(1)));
        Path korean = Path.of(jelly.toString().replaceFirst("\\.jelly$", "_ko.properties"));
        assertEquals(said, Files.exists(korean) ? new TreeSet<>(keys(korean)) : Set.of());
    }

    static List<Path> jellies() throws IOException {
        return resources(".*\\.jelly");
    }

    static List<Path> messages() throws IOException {
        return resources("Messages\\.properties");
    }

    static List<Path> helps() throws IOException {
        return resources("help(-[^_]+)?\\.html");
    }

    private static List<Path> resources(String name) throws IOException {
        Pattern pattern = Pattern.compile(name);
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> pattern.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static Path korean(Path english) {
        return english.resolveSibling(english.getFileName().toString().replaceFirst("(\\.[^.]+)$", "_ko$1"));
    }

    private static Set<Object> keys(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties.keySet();
    }
}
