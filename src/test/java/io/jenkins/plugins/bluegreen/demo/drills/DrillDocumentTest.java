package io.jenkins.plugins.bluegreen.demo.drills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The document about the drills")
class DrillDocumentTest {
    private static final int FIGURES = 5;

    private static final RanOn RAN_ON =
            new RanOn("v1.34.4", 1, "2", 2, 0.5, 1.5, "2026-11-29", "abc1234", "make drills KUBECONFIG=…", 3, 40);

    private static final DrillResult MEMORY = new DrillResult(
            Drill.MEMORY,
            Outcome.ROLLED_BACK,
            31.26,
            1_234,
            7,
            340,
            2.1,
            Map.of("oom", 2.0),
            new Told("**backend was rolled back**\nIts last lines:\n```\nout of memory\n```\nTraffic: blue",
                    "**backend을(를) 롤백했습니다**"),
            new Told("Rolled back in 0.2 s.", "0.2초 만에 롤백했습니다."),
            List.of("READY ended"),
            List.of());

    private static String written(Locale locale) {
        return new DrillDocument(locale, RAN_ON, List.of(MEMORY)).text();
    }

    @Test
    @DisplayName("has what was measured and told, and names what was not run")
    void written() {
        String text = written(Locale.ENGLISH);
        assertTrue(text.contains("| Memory | 1,234 | 7 | 340 | 2.1 | 31.3 | ROLLED_BACK | nothing |\n"), text);
        assertTrue(text.contains("- Users saw 1,234 requests, of which 7 were lost; the longest outage was 340 ms."
                + " The traffic was back after 2.1 s.\n"
                + "- Pods that the kernel had killed for their memory: 2.\n"), text);
        assertTrue(text.contains("> **backend was rolled back**\\\n> Its last lines:\n> ```\n> out of memory\n> ```\n"
                + "> Traffic: blue\n"), text);
        assertTrue(text.contains("> Rolled back in 0.2 s.\n"), text);
        assertTrue(text.contains("```\nREADY ended\n```\n"), text);
        assertTrue(text.contains("| Crash loop | – | – | – | – | – | not run | nothing |\n"), text);
        assertTrue(text.contains("| Nodes | 1, with 2 cores |\n"), text);
        assertTrue(text.contains("load 0.5 at first and 1.5 at the end"), text);
        assertFalse(text.contains("''"), text);
        String korean = written(Locale.KOREAN);
        assertTrue(korean.contains("| 메모리 | 1,234 | 7 | 340 | 2.1 | 31.3 | ROLLED_BACK | 없음 |\n"), korean);
        assertTrue(korean.contains("> 0.2초 만에 롤백했습니다.\n"), korean);
        assertFalse(korean.contains("''"), korean);
    }

    @Test
    @DisplayName("has the same texts in both languages")
    void texts() {
        assertEquals(
                new TreeSet<>(DrillDocument.texts(Locale.ENGLISH).keySet()),
                new TreeSet<>(DrillDocument.texts(Locale.KOREAN).keySet()));
        for (Drill drill : Drill.values()) {
            for (String part : List.of("title", "done", "short", "byHand")) {
                assertTrue(DrillDocument.texts(Locale.ENGLISH).containsKey(drill.key() + "." + part), drill::key);
            }
        }
    }

    @Test
    @DisplayName("a report is read as it was written")
    void json(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        DrillJson.Run run = new DrillJson.Run(RAN_ON, List.of(MEMORY));
        DrillJson.write(run, file);
        assertEquals(run, DrillJson.read(file));
    }

    @Test
    @DisplayName("of the repository has every drill, run, with the same figures in both languages")
    void repository() throws IOException {
        List<List<String>> english = rows("docs/drills.md");
        List<List<String>> korean = rows("docs/drills.ko.md");
        assertEquals(titles(Locale.ENGLISH), english.stream().map(row -> row.get(0)).toList());
        assertEquals(titles(Locale.KOREAN), korean.stream().map(row -> row.get(0)).toList());
        assertEquals(figures(english), figures(korean));
        for (int i = 0; i < english.size(); i++) {
            assertEquals(Drill.values()[i].expected().name(), english.get(i).get(FIGURES + 1));
        }
        assertEquals(sections("docs/drills.md"), titles(Locale.ENGLISH));
        assertEquals(sections("docs/drills.ko.md"), titles(Locale.KOREAN));
    }

    private static List<String> titles(Locale locale) {
        return Stream.of(Drill.values())
                .map(drill -> DrillDocument.texts(locale).getString(drill.key() + ".title"))
                .toList();
    }

    /** The rows of the table of all drills. */
    private static List<List<String>> rows(String file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            String[] cells = line.split("\\|");
            if (cells.length == FIGURES + 4 && !line.startsWith("|-")) {
                rows.add(Stream.of(cells).skip(1).map(String::strip).toList());
            }
        }
        return rows.subList(1, rows.size());
    }

    private static List<List<String>> figures(List<List<String>> rows) {
        return rows.stream().map(row -> row.subList(1, FIGURES + 2)).toList();
    }

    private static List<String> sections(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
    }
}
