package io.jenkins.plugins.bluegreen.jenkins.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.discord.message.Limits;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C108 The files of a workspace that Discord gets")
class FilesForDiscordTest {
    @TempDir
    private Path folder;

    private Path workspace;
    private final Map<String, Integer> sent = new TreeMap<>();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void make() throws Exception {
        workspace = Files.createDirectories(folder.resolve("workspace"));
        file("a.log", "one");
        file("target/reports/b.log", "two");
        Files.writeString(folder.resolve("secret.log"), "of the controller");
    }

    private Path file(String name, String text) throws Exception {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private FilesOfWorkspace.Found read(String patterns, int most) throws Exception {
        return new FilesOfWorkspace(List.of(patterns.split(", "))).read(workspace, most);
    }

    private void send(String patterns) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> take(read(patterns, FilesOfWorkspace.MOST_SEEN), patterns));
    }

    private void take(Object found, String patterns) {
        FilesForDiscord.take(found, patterns, (name, bytes) -> sent.put(name, bytes.length), said::add);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("are those that match as for Ant")
    @CsvSource({
        "*.log, a.log",
        "**/*.log, a.log b.log",
        "target/, b.log",
        "target/**, b.log",
        "target/*/b.log, b.log",
        "**/reports/**, b.log",
        "target\\**\\?.log, b.log",
        "**/**/**/b.*, b.log",
        "target/*.log, ''",
        "a.log/**, a.log",
        "'a.*, target/**/*.l?g', a.log b.log",
        "A.log, ''"
    })
    void patterns(String patterns, String names) {
        send(patterns);
        assertEquals(names, String.join(" ", sent.keySet()));
        assertEquals(names.isEmpty() ? 1 : 0, said.size(), said::toString);
    }

    @Test
    @DisplayName("are reached by no link: neither a file's nor a folder's, in or out of the workspace")
    void links() throws Exception {
        Files.createSymbolicLink(workspace.resolve("link.log"), folder.resolve("secret.log"));
        Files.createSymbolicLink(workspace.resolve("own.log"), workspace.resolve("a.log"));
        Files.createSymbolicLink(workspace.resolve("out"), folder);
        Files.createSymbolicLink(workspace.resolve("loop"), workspace);
        send("**/*.log");
        assertEquals(Map.of("a.log", 3, "b.log", 3), sent);
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).endsWith("link.log, own.log"), said::toString);
    }

    @Test
    @DisplayName("are no pipes and devices, which would never end")
    void endless() throws Exception {
        Path pipe = workspace.resolve("pipe.log");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        Files.createSymbolicLink(workspace.resolve("zero.log"), Path.of("/dev/zero"));
        send("*.log");
        assertEquals(Map.of("a.log", 3), sent);
        assertTrue(said.get(0).endsWith("pipe.log, zero.log"), said::toString);
    }

    @Test
    @DisplayName("are the first 10 of 10,000, and the log names ten others")
    void many() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            file("many/" + (10_000 + i) + ".txt", "x");
        }
        send("many/*");
        assertEquals(10, sent.size());
        assertTrue(sent.containsKey("10000.txt") && sent.containsKey("10009.txt"), sent::toString);
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("10010.txt, ") && said.get(0).endsWith(" and 9,980 more"), said::toString);
        assertTrue(said.get(0).length() < 300, said::toString);
    }

    @Test
    @DisplayName("have 10 MiB in all; a larger one is not read, and smaller ones after it are")
    void large() throws Exception {
        Files.write(workspace.resolve("b.bin"), new byte[Limits.FILE_BYTES - 3]);
        Files.write(workspace.resolve("c.bin"), new byte[4]);
        Files.write(workspace.resolve("d.bin"), new byte[3]);
        try (var huge = new RandomAccessFile(workspace.resolve("a.bin").toFile(), "rw")) {
            huge.setLength(1L << 40);
        }
        send("*.bin");
        assertEquals(Map.of("b.bin", Limits.FILE_BYTES - 3, "d.bin", 3), sent);
        assertTrue(said.get(0).endsWith("a.bin, c.bin"), said::toString);
    }

    @Test
    @DisplayName("are looked for in a bounded number of files, and the log says so")
    void bounded() throws Exception {
        for (int i = 0; i < 50; i++) {
            file("many/" + i + ".txt", "x");
        }
        take(read("**/z.log", 20), "**/z.log");
        assertTrue(said.get(0).startsWith("Discord may get too few files"), said::toString);
        said.clear();
        take(read("a.log", 20), "a.log");
        assertEquals(Map.of("a.log", 3), sent, "folders where nothing can match are not looked into");
        assertEquals(List.of(), said);
    }

    @Test
    @DisplayName("have plain names and are few, whatever an agent says")
    void lies() {
        FilesOfWorkspace.Found lie = new FilesOfWorkspace.Found();
        lie.files.put("../../etc/pass\u0000wd\n", new byte[1]);
        lie.files.put("/var/jenkins_home/secret.key", new byte[2]);
        for (int i = 0; i < 100; i++) {
            lie.files.put("x" + i, new byte[3]);
        }
        lie.files.put("zz", null);
        lie.leftOut.addAll(Collections.nCopies(100_000, "a\r\nb" + "c".repeat(1000)));
        lie.unfit.add("\u001b[31mred");
        lie.matches = Integer.MAX_VALUE;
        take(lie, "*");
        assertEquals(10, sent.size());
        assertTrue(sent.containsKey("pass_wd") && sent.containsKey("secret.key"), sent::toString);
        for (String line : said) {
            assertTrue(line.length() < 2_000, line);
            assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        }
        said.clear();
        take("no such thing", "*");
        take(null, "*");
        assertEquals(2, said.size());
    }

    @Test
    @DisplayName("are not looked for where a pattern leads out of the workspace")
    void leadsOut() {
        for (String pattern : List.of("../secret.log", "/etc/passwd", "a/../../b", "C:\\x", "\\etc", "a\\..\\..\\b")) {
            assertTrue(PathPatterns.leadsOut(pattern), pattern);
        }
        assertTrue(!PathPatterns.leadsOut("a/..b/*.log"));
        send("../secret.log");
        assertEquals(Map.of(), sent);
    }
}
