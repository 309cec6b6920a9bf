package io.jenkins.plugins.bluegreen.jenkins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The records of a build's releases")
class BuildRecordsTest {
    @TempDir
    private Path build;

    @Test
    @DisplayName("are read as they were written, each by its id")
    void written() throws IOException {
        ReleaseRecord one = Records.over("one", Outcome.PROMOTED).get();
        ReleaseRecord other = Records.over("other", Outcome.ROLLED_BACK).get();
        BuildRecords records = new BuildRecords(build);
        records.write(one);
        records.write(other);
        assertEquals(one, records.read("one"));
        assertEquals(other, records.read("other"));
        assertNull(records.read("third"));
    }

    @Test
    @DisplayName("are not written, and leave no folder, where the build is deleted")
    void deleted() throws IOException {
        Path gone = build.resolve("7");
        new BuildRecords(gone).write(Records.over("one", Outcome.PROMOTED).get());
        assertFalse(Files.exists(gone));
        assertNull(new BuildRecords(gone).read("one"));
    }

    @Test
    @DisplayName("are missing where they can't be read, and no id leads out of the build's folder")
    void damaged() throws IOException {
        Path folder = Files.createDirectory(build.resolve("blue-green"));
        Files.writeString(folder.resolve("one.json"), "{");
        Files.writeString(build.resolve("secret.json"), Records.running("x").get().toJson());
        BuildRecords records = new BuildRecords(build);
        assertNull(records.read("one"));
        assertNull(records.read("../secret"));
        records.write(Records.over("../../other", Outcome.PROMOTED).get());
        assertTrue(Files.exists(folder.resolve("..%2F..%2Fother.json")));
    }
}
