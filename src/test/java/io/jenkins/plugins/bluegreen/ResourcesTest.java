package io.jenkins.plugins.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("The resources")
class ResourcesTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path WEBAPP = Path.of("src/main/webapp");
    private static final String WEBAPP_URL = "${resURL}/plugin/blue-green-deploy/";
    /** A file of the plugin that a view loads. */
    private static final Pattern LOADED = Pattern.compile(Pattern.quote(WEBAPP_URL) + "([\\w./-]+)");
    private static final Pattern ADJUNCT = Pattern.compile("<st:adjunct includes=\"([\\w.]+)\"/>");
    /** A text of a view. Stapler takes what stands in parentheses for arguments, wherever they are. */
    private static final Pattern SAID = Pattern.compile("\\$\\{%([^}(]+)");

    private static final Pattern PART = Pattern.compile("<st:include page=\"([^\"]+)\"");

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

    @ParameterizedTest
    @MethodSource("jellies")
    @DisplayName("a view is well-formed, and has no script or handler of its own, as content security policies forbid")
    void viewObeysPolicy(Path jelly) throws Exception {
        Document view = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(jelly.toFile());
        NodeList elements = view.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            assertFalse(element.getTagName().equals("style"), () -> jelly + ": an own style");
            if (element.getTagName().equals("script")) {
                assertEquals("module", element.getAttribute("type"), jelly::toString);
                assertTrue(element.getAttribute("src").startsWith(WEBAPP_URL), jelly::toString);
                assertEquals("", element.getTextContent().strip(), jelly::toString);
            }
            for (int j = 0; j < element.getAttributes().getLength(); j++) {
                String attribute = element.getAttributes().item(j).getNodeName();
                assertFalse(attribute.matches("on[a-z]+"), () -> jelly + ": " + attribute);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jellies")
    @DisplayName("a file that a view loads is there")
    void viewLoadsFiles(Path jelly) throws IOException {
        LOADED.matcher(Files.readString(jelly))
                .results()
                .map(file -> WEBAPP.resolve(file.group(1)))
                .forEach(file -> assertTrue(Files.exists(file), () -> jelly + ": " + file));
        ADJUNCT.matcher(Files.readString(jelly))
                .results()
                .map(name -> RESOURCES.resolve(name.group(1).replace('.', '/') + ".css"))
                .forEach(file -> assertTrue(Files.exists(file), () -> jelly + ": " + file));
    }

    @ParameterizedTest
    @MethodSource("jellies")
    @DisplayName("a part that a view includes is there")
    void viewIncludesParts(Path jelly) throws IOException {
        for (MatchResult found : PART.matcher(Files.readString(jelly)).results().toList()) {
            // it may be that of a superclass, or of another object
            assertFalse(resources(Pattern.quote(found.group(1))).isEmpty(), () -> jelly + ": " + found.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("webFiles")
    @DisplayName("a script has fewer than 80 lines, and no code in texts; a style sheet has colours of Jenkins alone")
    void webFileIsPlain(Path file) throws IOException {
        String text = Files.readString(file);
        if (file.toString().endsWith(".js")) {
            assertTrue(text.lines().count() < 80, file::toString);
            assertFalse(text.matches("(?s).*(\\beval\\b|new Function|innerHTML|\\bimport\\b).*"), file::toString);
        } else {
            assertFalse(Pattern.compile("#[0-9a-f]{3}|rgb|hsl").matcher(text).find(), file::toString);
        }
    }

    @Test
    @DisplayName("of the web are packed by both builds")
    void webFilesArePacked() throws IOException {
        assertTrue(Files.readString(Path.of("central/plugin/pom.xml"))
                .contains("<fileset dir=\"${project.root}/" + WEBAPP + "\"/>"));
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<packaging>hpi</packaging>"));
    }

    static List<Path> webFiles() throws IOException {
        try (Stream<Path> files = Files.walk(WEBAPP)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
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
