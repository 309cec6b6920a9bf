package io.jenkins.plugins.bluegreen.conformance.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The page for those who come from kubectl")
class FromKubectlTest {
    private static final Pattern ROW = Pattern.compile("\\| \\[(.+?)]\\(#\\1\\) \\| (\\d+) \\| (\\d+) \\|");
    private static final Pattern STAGES =
            Pattern.compile("\n## (\\S+)\n.*?```groovy\n(.*?)```.*?```groovy\n(.*?)```", Pattern.DOTALL);

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("docs", name));
    }

    private static long lines(String code) {
        return code.lines().filter(line -> !line.isBlank()).count();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"from-kubectl.md", "from-kubectl.ko.md"})
    @DisplayName("counts the lines that its stages have")
    void counted(String name) throws IOException {
        List<String> said = new ArrayList<>();
        Matcher row = ROW.matcher(page(name));
        while (row.find()) {
            said.add(row.group(1) + ": " + row.group(2) + ", " + row.group(3));
        }
        List<String> there = new ArrayList<>();
        Matcher stages = STAGES.matcher(page(name));
        while (stages.find()) {
            there.add(stages.group(1) + ": " + lines(stages.group(2)) + ", " + lines(stages.group(3)));
        }
        assertFalse(there.isEmpty());
        assertEquals(there, said);
    }

    @Test
    @DisplayName("has the same stages in both languages")
    void sameStages() throws IOException {
        assertEquals(code(page("from-kubectl.md")), code(page("from-kubectl.ko.md")));
    }

    private static List<String> code(String page) {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }
}
