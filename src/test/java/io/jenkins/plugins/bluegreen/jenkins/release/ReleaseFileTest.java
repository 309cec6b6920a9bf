package io.jenkins.plugins.bluegreen.jenkins.release;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of a release's state")
class ReleaseFileTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("that can't be read ends the release with a sentence: what happened, where the traffic is, what to do")
    void unreadable() throws IOException {
        ReleaseFile file = new ReleaseFile(folder.toFile(), "7");
        assertNull(file.load());
        Files.writeString(folder.resolve("blue-green-7.release"), "<content>of a former format</content>");
        ReleaseException refusal = assertThrows(ReleaseException.class, file::load);
        for (String part : new String[] {
            "The release can't go on", "blue-green-7.release", "The traffic is where the release had left it", "Release again"
        }) {
            assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
        }
        assertTrue(refusal.sentence().in(Locale.KOREAN).contains("릴리스를 이어 갈 수 없습니다"));
    }
}
