package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the signatures of the build from Maven Central with the classes of a controller. */
@DisplayName("The signatures of central/")
class SignaturesTest {
    private static final Path SOURCES = Path.of("central/signatures/src/main/java");
    /** Our annotation processors, which are not signatures. */
    private static final Path PROCESSORS = SOURCES.resolve("io/jenkins/plugins/signatures");

    @TempDir
    private static Path classes;

    @BeforeAll
    static void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertTrue(compiled, problems::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("a signature promises nothing that the real type doesn't have")
    void signatureIsKept(String name) throws Exception {
        try (SignatureLoader signatures = new SignatureLoader(classes)) {
            Class<?> signature = Class.forName(name, false, signatures);
            Class<?> real = Class.forName(name, false, SignaturesTest.class.getClassLoader());

            assertEquals("", String.join("\n", new SignatureComparison(signature, real).differences()));
        }
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.replace(File.separatorChar, '.').replaceFirst("\\.class$", ""))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.startsWith(PROCESSORS))
                    .toList();
        }
    }

    /** Loads the signatures, and all other classes from the test's class loader. */
    private static final class SignatureLoader extends URLClassLoader {
        SignatureLoader(Path classes) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, SignaturesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
