package io.jenkins.plugins.bluegreen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rooms")
class ArchitectureTest {
    /** Each room, and the rooms that it uses. A room uses only rooms above it, so no arrows run in a circle. */
    private static final String ROOMS = """
            engine/text:
            engine/spec: engine/text
            engine/workload: engine/text
            engine/cluster: engine/spec engine/text engine/workload
            engine/events: engine/cluster engine/spec engine/text
            engine/seen: engine/cluster engine/spec engine/text engine/workload
            engine: engine/cluster engine/events engine/seen engine/spec engine/text engine/workload
            engine/drive: engine engine/events engine/spec engine/text
            kubernetes/yaml: engine/spec engine/text
            kubernetes/api: engine/cluster engine/spec engine/text
            kubernetes/objects: engine/spec engine/text kubernetes/api kubernetes/yaml
            kubernetes/manifests: engine/cluster engine/spec engine/text kubernetes/api kubernetes/objects kubernetes/yaml
            kubernetes/charts: engine/cluster engine/spec engine/text kubernetes/api kubernetes/yaml
            kubernetes/watch: engine/cluster engine/text kubernetes/api
            kubernetes/pods: engine/cluster engine/spec engine/text engine/workload kubernetes/api kubernetes/watch
            kubernetes/preflight: engine/cluster engine/spec engine/text engine/workload kubernetes/api \
                kubernetes/manifests kubernetes/pods kubernetes/yaml
            kubernetes/announce: engine/cluster engine/events engine/spec engine/text kubernetes/api
            kubernetes: engine/cluster engine/events engine/spec engine/text engine/workload kubernetes/announce kubernetes/api \
                kubernetes/charts kubernetes/manifests kubernetes/pods kubernetes/preflight kubernetes/watch
            kubernetes/overview: engine/cluster engine/seen engine/text kubernetes kubernetes/api
            discord/message: engine/text
            discord/client: discord/message engine/text
            discord: discord/client discord/message engine/cluster engine/events engine/spec engine/text
            timeline: engine/cluster engine/events engine/text
            jenkins:
            jenkins/access: engine/spec jenkins
            jenkins/config: discord/client discord/message engine/spec engine/text jenkins kubernetes \
                kubernetes/api kubernetes/preflight
            jenkins/form: engine/text jenkins jenkins/config kubernetes/charts
            jenkins/secrets: engine/spec jenkins
            jenkins/discord: discord discord/client discord/message engine/events engine/text jenkins jenkins/config \
                jenkins/form jenkins/secrets
            jenkins/store: discord/client engine engine/cluster engine/events engine/spec engine/text timeline
            jenkins/service: discord/client engine engine/cluster engine/drive engine/events engine/spec engine/text \
                jenkins jenkins/store kubernetes kubernetes/watch
            jenkins/pages/build: engine/events engine/spec engine/text jenkins jenkins/store timeline
            jenkins/pages/job: engine/events engine/text jenkins jenkins/pages/build jenkins/store
            jenkins/monitoring: engine/cluster engine/events engine/spec engine/text
            jenkins/release: discord discord/client discord/message engine engine/cluster engine/drive engine/events \
                engine/spec engine/text jenkins jenkins/access jenkins/config jenkins/discord jenkins/monitoring \
                jenkins/pages/build jenkins/secrets \
                jenkins/service jenkins/store kubernetes kubernetes/charts kubernetes/pods
            jenkins/sources: engine/spec jenkins jenkins/form jenkins/release
            jenkins/steps: discord/client engine engine/cluster engine/events engine/spec engine/text jenkins jenkins/config \
                jenkins/discord jenkins/form jenkins/release jenkins/secrets jenkins/service jenkins/sources kubernetes/charts
            jenkins/promote: engine/seen engine/spec engine/text jenkins jenkins/config jenkins/discord jenkins/release \
                jenkins/service jenkins/steps kubernetes kubernetes/watch
            jenkins/steer: engine/cluster engine/seen engine/spec engine/text engine/workload jenkins jenkins/access \
                jenkins/config jenkins/release jenkins/service jenkins/store kubernetes kubernetes/watch timeline
            jenkins/pages/overview: engine/cluster engine/text jenkins jenkins/config jenkins/pages/build jenkins/release \
                jenkins/service jenkins/steer jenkins/store kubernetes kubernetes/overview
            """;

    private static final int MOST_FILES = 24;
    private static final int MOST_LINES = 250;

    private static final String ROOT = "io.jenkins.plugins.bluegreen";
    private static final Path MAIN = Path.of("src/main/java/io/jenkins/plugins/bluegreen");
    private static final Path TESTS = Path.of("src/test/java/io/jenkins/plugins/bluegreen");
    private static final String ENGINE = ROOT + ".engine..";
    private static final String KUBERNETES = ROOT + ".kubernetes..";
    private static final String DISCORD = ROOT + ".discord..";
    private static final String JENKINS = ROOT + ".jenkins..";

    private static final String[] TYPES_OF_JENKINS = {
        "hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..", "org.jvnet.localizer.."
    };

    private static final JavaClasses PLUGIN = plugin();

    /** Names are enough: the types of libraries are not read. */
    private static JavaClasses plugin() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .importUrl(ReleaseEngine.class.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    @DisplayName("use the rooms that the table names, and no others")
    void arrows() {
        Map<String, TreeSet<String>> table = table();
        TreeMap<String, String> unknown = new TreeMap<>();
        TreeSet<String> unused = new TreeSet<>();
        table.forEach((room, used) -> used.forEach(other -> unused.add(arrow(room, other))));
        for (JavaClass type : PLUGIN) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!isRoomsOwn(type) || !isRoomsOwn(target) || room(type).equals(room(target))) {
                    continue;
                }
                String arrow = arrow(room(type), room(target));
                unused.remove(arrow);
                if (!table.getOrDefault(room(type), new TreeSet<>()).contains(room(target))) {
                    unknown.putIfAbsent(arrow, " (" + type.getSimpleName() + " uses " + target.getSimpleName() + ")");
                }
            }
        }
        assertEquals("", lines(unknown), "arrows that are not in the table");
        assertEquals("", String.join("\n", unused), "arrows of the table that no class makes");
    }

    @Test
    @DisplayName("use only rooms that stand above them in the table, so that none runs in a circle")
    void circles() {
        List<String> circles = new ArrayList<>();
        List<String> above = new ArrayList<>();
        table().forEach((room, used) -> {
            used.stream().filter(other -> !above.contains(other)).forEach(other -> circles.add(arrow(room, other)));
            above.add(room);
        });
        assertEquals(List.of(), circles);
    }

    @Test
    @DisplayName("are all in the table, and each says in its package-info what it is")
    void packageInfo() throws IOException {
        Pattern sentence = Pattern.compile("\\A/\\*\\*\\s+(\\* )?[A-Z][^/]*?\\.\\s", Pattern.DOTALL);
        TreeSet<String> silent = new TreeSet<>();
        for (String room : rooms(MAIN).keySet()) {
            Path info = MAIN.resolve(room).resolve("package-info.java");
            if (!Files.exists(info) || !sentence.matcher(Files.readString(info)).find()) {
                silent.add(room);
            }
        }
        assertEquals(List.of(), List.copyOf(silent), "rooms whose package-info does not say what they are");
        assertEquals(new TreeSet<>(table().keySet()), rooms(MAIN).keySet());
    }

    @Test
    @DisplayName("have at most 24 files each, those of the tests too")
    void files() throws IOException {
        TreeMap<String, String> full = new TreeMap<>();
        for (Path root : List.of(MAIN, TESTS)) {
            rooms(root).forEach((room, files) -> {
                if (files.size() > MOST_FILES) {
                    full.put(root.resolve(room).toString(), ": " + files.size());
                }
            });
        }
        assertEquals("", lines(full));
    }

    @Test
    @DisplayName("have no class of more than 250 lines")
    void lines() throws IOException {
        TreeMap<String, String> lengthy = new TreeMap<>();
        for (List<Path> files : rooms(MAIN).values()) {
            for (Path file : files) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES) {
                    lengthy.put(MAIN.relativize(file).toString(), ": " + lines);
                }
            }
        }
        assertEquals("", lines(lengthy));
    }

    @Test
    @DisplayName("engine: the JDK alone")
    void engine() {
        onlyKnows(ENGINE).check(PLUGIN);
    }

    @Test
    @DisplayName("kubernetes: engine, fabric8, and the parsers and the transport that fabric8 brings")
    void kubernetes() {
        onlyKnows(
                        KUBERNETES,
                        ENGINE,
                        "io.fabric8..",
                        "com.fasterxml.jackson..",
                        "org.snakeyaml.engine..",
                        // fabric8 has no setting of its own for redirects: its okhttp is told not to follow them
                        "okhttp3..",
                        "okio..")
                .check(PLUGIN);
    }

    @Test
    @DisplayName("discord: engine, okhttp and Jackson")
    void discord() {
        onlyKnows(DISCORD, ENGINE, "okhttp3..", "okio..", "com.fasterxml.jackson..").check(PLUGIN);
    }

    @Test
    @DisplayName("jenkins: alone knows Jenkins, and no other room knows it")
    void jenkins() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JENKINS)
                // generated by Jenkins' build from the texts that engine reads as a plain resource bundle
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".Messages")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(with(TYPES_OF_JENKINS, JENKINS))
                .check(PLUGIN);
    }

    private static ArchRule onlyKnows(String own, String... others) {
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(others, own, "java..", "javax.net.ssl.."));
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    /** The rooms in the order of the table, each with those that it uses. */
    private static Map<String, TreeSet<String>> table() {
        Map<String, TreeSet<String>> table = new LinkedHashMap<>();
        for (String row : ROOMS.lines().toList()) {
            String[] names = row.split(":? +|:");
            table.put(names[0], new TreeSet<>(List.of(names).subList(1, names.length)));
        }
        return table;
    }

    private static String arrow(String room, String used) {
        return room + " -> " + used;
    }

    private static String lines(Map<String, String> found) {
        return found.entrySet().stream()
                .map(entry -> entry.getKey() + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static boolean isRoomsOwn(JavaClass type) {
        return type.getPackageName().startsWith(ROOT + ".");
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1).replace('.', '/');
    }

    /** The Java files of each folder that has any, by the folder's path below the root; package-info not counted. */
    private static TreeMap<String, List<Path>> rooms(Path root) throws IOException {
        TreeMap<String, List<Path>> rooms = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                List<Path> room = rooms.computeIfAbsent(
                        root.relativize(file.getParent()).toString().replace('\\', '/'), any -> new ArrayList<>());
                if (!file.endsWith("package-info.java")) {
                    room.add(file);
                }
            });
        }
        return rooms;
    }
}
