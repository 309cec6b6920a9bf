package io.jenkins.plugins.bluegreen.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the default locale")
class SentenceTest {
    private static final Pattern USE =
            Pattern.compile("(?:Sentence\\s*\\.|return |= )of\\(\\s*\"([a-zA-Z.]+)\"|\"([a-z]+\\.[a-zA-Z]+|lines|two)\"");

    /** Keys that reach a sentence through a method's parameter. */
    private static final Pattern PASSED_ON = Pattern.compile("(manifest|cluster|preflight|kubeconfig|probe|discord)\\.(?!com$)[a-zA-Z]+");

    private static Properties texts(String suffix) throws IOException {
        Properties texts = new Properties();
        try (var reader = Files.newBufferedReader(
                Path.of("src/main/resources/io/jenkins/plugins/bluegreen/Messages" + suffix + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }

    @Test
    void everySentenceThatIsUsedIsThereAndEveryOneThereIsUsed() throws IOException {
        TreeSet<String> used = new TreeSet<>();
        TreeSet<String> literals = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = USE.matcher(Files.readString(file));
                while (matcher.find()) {
                    String key = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                    literals.add(key);
                    boolean whole = !key.endsWith(".");
                    if (whole && matcher.group(1) != null || PASSED_ON.matcher(key).matches()) {
                        used.add(key);
                    }
                }
            }
        }
        TreeSet<String> there = new TreeSet<>(texts("").stringPropertyNames());
        TreeSet<String> missing = new TreeSet<>(used);
        missing.removeAll(there);
        assertEquals(new TreeSet<>(), missing, "used, but not in Messages.properties");
        there.removeAll(literals);
        // a key's beginning, to which the code adds the rest
        there.removeIf(key -> literals.stream().anyMatch(start -> start.endsWith(".") && key.startsWith(start)));
        assertEquals(new TreeSet<>(), there, "in Messages.properties, but not used");
    }

    @Test
    void everyTextIsAValidMessageInBothLanguagesWithTheSameArguments() throws IOException {
        Properties english = texts("");
        Properties korean = texts("_ko");
        for (String key : english.stringPropertyNames()) {
            List<String> arguments = placeholders(english.getProperty(key));
            assertEquals(arguments, placeholders(korean.getProperty(key)), key);
            Sentence sentence = Sentence.of(key, "a", "b", "c", "d", "e", "f", "g", "h");
            for (Locale locale : List.of(Locale.ENGLISH, Locale.KOREAN)) {
                String said = sentence.in(locale);
                assertTrue(!said.matches("(?s).*\\{\\d}.*"), () -> key + " shows a placeholder: " + said);
            }
        }
    }

    private static List<String> placeholders(String text) {
        return Pattern.compile("\\{\\d}").matcher(text).results().map(found -> found.group()).distinct().sorted().toList();
    }

    @Test
    void isSaidInTheReadersLanguageWhateverTheMachinesIs() {
        Locale machine = Locale.getDefault();
        try {
            Locale.setDefault(Locale.KOREAN);
            assertEquals("The build was aborted.", Sentence.of("abort.requested").in(Locale.ENGLISH));
            assertTrue(Sentence.of("abort.requested").in(Locale.KOREA).contains("빌드"));
            assertEquals("1.5 s", Sentence.seconds(1_532).toString());
            assertEquals("0.1 s", Sentence.seconds(100).toString());
            assertEquals("38 ms", Sentence.seconds(38).toString());
            assertEquals("38ms", Sentence.seconds(38).in(Locale.KOREAN));
            assertEquals("0 ms", Sentence.seconds(-1).toString());
        } finally {
            Locale.setDefault(machine);
        }
    }

    @Test
    void nestedSentencesAreSaidInTheSameLanguage() {
        Sentence outer = Sentence.of("abort.requested").then(Sentence.of("traffic.on", "x"));
        assertEquals("The build was aborted. The traffic is on x.", outer.toString());
        assertTrue(outer.in(Locale.KOREAN).contains("x"));
    }

    @Test
    @DisplayName("C89 shows no control characters of foreign texts: XML can't hold them, and terminals obey them")
    void controlCharacters() {
        String log = "a\u0000b\u001b[2Jc\ud83dd\r\ne\tf \ud83d\ude00";
        assertEquals("a\ufffdb\ufffd[2Jc\ufffdd\ne\tf \ud83d\ude00", Sentence.verbatim(log).toString());
    }
}
