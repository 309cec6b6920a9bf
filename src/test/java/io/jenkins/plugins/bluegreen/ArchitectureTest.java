package io.jenkins.plugins.bluegreen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The packages")
class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.bluegreen";
    private static final String ENGINE = ROOT + ".engine..";
    private static final String KUBERNETES = ROOT + ".kubernetes..";
    private static final String DISCORD = ROOT + ".discord..";
    private static final String JENKINS = ROOT + ".jenkins..";

    private static final String[] TYPES_OF_JENKINS = {
        "hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..", "org.jvnet.localizer.."
    };

    private static final JavaClasses PLUGIN =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);

    @Test
    @DisplayName("engine: the JDK alone")
    void engine() {
        check(onlyKnows(ENGINE));
    }

    @Test
    @DisplayName("kubernetes: engine, fabric8 and the parsers that fabric8 brings")
    void kubernetes() {
        check(onlyKnows(KUBERNETES, ENGINE, "io.fabric8..", "com.fasterxml.jackson..", "org.snakeyaml.engine.."));
    }

    @Test
    @DisplayName("discord: engine, okhttp and Jackson")
    void discord() {
        check(onlyKnows(DISCORD, ENGINE, "okhttp3..", "okio..", "com.fasterxml.jackson.."));
    }

    @Test
    @DisplayName("jenkins: alone knows Jenkins, and nobody knows it")
    void jenkins() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(JENKINS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(with(TYPES_OF_JENKINS, JENKINS)));
    }

    @Test
    @DisplayName("no cycles")
    void cycles() {
        check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    private static ArchRule onlyKnows(String own, String... others) {
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(others, own, "java.."));
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PLUGIN);
    }
}
