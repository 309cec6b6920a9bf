package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.jenkins.release.ManifestFiles;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@DisplayName("The manifests of a workspace")
class ManifestFilesTest {
    @TempDir
    private Path folder;

    private FilePath workspace;

    @BeforeEach
    void workspace() throws Exception {
        workspace = new FilePath(folder.resolve("workspace").toFile());
        workspace.mkdirs();
    }

    private static List<String> read(FilePath workspace, String patterns) throws Exception {
        return ManifestFiles.read(workspace, patterns).stream().map(ManifestSource::name).toList();
    }

    private String refused(String patterns) {
        return assertThrows(AbortException.class, () -> read(workspace, patterns)).getMessage();
    }

    @Test
    @DisplayName("are those that a pattern matches, by their paths")
    void matched() throws Exception {
        workspace.child("k8s/b.yaml").write("b", "UTF-8");
        workspace.child("k8s/a.yaml").write("\uAC00: 1", "UTF-8");
        workspace.child("k8s/more/c.json").write("{}", "UTF-8");
        workspace.child("README.md").write("no", "UTF-8");
        assertEquals(
                List.of("k8s/a.yaml", "k8s/b.yaml", "k8s/more/c.json"),
                read(workspace, " k8s/*.yaml , k8s/**/*.json, k8s/a.*"));
        assertEquals("\uAC00: 1", ManifestFiles.read(workspace, "k8s/a.yaml").get(0).text());
    }

    @Test
    @DisplayName("are without those that a pattern after an exclamation mark matches")
    void excluded() throws Exception {
        workspace.child("k8s/b.yaml").write("b", "UTF-8");
        workspace.child("k8s/values.yaml").write("b", "UTF-8");
        assertEquals(List.of("k8s/b.yaml"), read(workspace, "k8s/*.yaml, !k8s/values.yaml"));
        assertTrue(refused("!k8s/values.yaml").contains("manifests"));
        assertTrue(refused("k8s/*.yaml, !../values.yaml").contains("../values.yaml"));
    }

    @Test
    @WithJenkins
    @DisplayName("are read where an agent has them")
    void onAgent(JenkinsRule jenkins) throws Exception {
        FilePath remote = jenkins.createOnlineSlave().getRootPath().child("workspace");
        remote.child("k8s/a.yaml").write("a: 1", "UTF-8");
        assertEquals("a: 1", ManifestFiles.read(remote, "k8s/*.yaml").get(0).text());
        assertTrue(assertThrows(AbortException.class, () -> read(remote, "none/*.yaml"))
                .getMessage()
                .contains("none/*.yaml"));
    }

    @Test
    @DisplayName("that do not exist are an error that names the pattern")
    void none() {
        assertTrue(refused("k8s/*.yaml").contains("No file of the workspace matches \"k8s/*.yaml\""));
        assertTrue(refused(" , ").contains("Set \"manifests\""));
        assertTrue(assertThrows(AbortException.class, () -> read(workspace.child("nowhere"), "*.yaml"))
                .getMessage()
                .contains("*.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/*",
                "../other/*.yaml",
                "k8s/../../*.yaml",
                "C:/secrets/*",
                "..\\other\\*",
                "k8s/*.yaml,/etc/passwd"
            })
    @DisplayName("outside of the workspace are refused")
    void outside(String patterns) {
        assertTrue(refused(patterns).contains("leads out of the workspace"));
    }

    @Test
    @DisplayName("outside of the workspace are refused through a link too")
    void linkedOutside() throws Exception {
        Files.writeString(folder.resolve("secret.yaml"), "secret");
        Files.createSymbolicLink(folder.resolve("workspace/a.yaml"), folder.resolve("secret.yaml"));
        assertTrue(refused("*.yaml").contains("a.yaml is a link that leads out of the workspace"));
        Files.delete(folder.resolve("workspace/a.yaml"));
        Files.createSymbolicLink(folder.resolve("workspace/k8s"), folder);
        assertTrue(refused("k8s/*.yaml").contains("k8s/secret.yaml is a link"));
    }

    @Test
    @DisplayName("are no more than 4 MiB, and text")
    void bounds() throws Exception {
        workspace.child("big.yaml").write("#".repeat(3 << 20), "UTF-8");
        assertEquals(List.of("big.yaml"), read(workspace, "*.yaml"));
        workspace.child("more.yaml").write("#".repeat(2 << 20), "UTF-8");
        assertTrue(refused("*.yaml").contains("2 files of 5 MiB; manifests may have at most 4 MiB"));
        workspace.child("image.bin").copyFrom(new ByteArrayInputStream(new byte[] {(byte) 0xff, 0, 1}));
        assertTrue(refused("*.bin").contains("image.bin is not text in UTF-8"));
    }
}
