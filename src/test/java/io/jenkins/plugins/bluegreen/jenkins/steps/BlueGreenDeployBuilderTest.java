package io.jenkins.plugins.bluegreen.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundSetter;

@DisplayName("The freestyle build step")
class BlueGreenDeployBuilderTest {
    /** The whole room: where ArchUnit is told to import no more than it is asked to, it has no other superclasses. */
    private static final JavaClasses ROOM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(BlueGreenDeployStep.class);

    private static final JavaClass BUILDER = ROOM.get(BlueGreenDeployBuilder.class);
    private static final JavaClass STEP = ROOM.get(BlueGreenDeployStep.class);

    private static Map<String, JavaMethod> setters(JavaClass type) {
        Map<String, JavaMethod> setters = new TreeMap<>();
        type.getAllMethods().stream()
                .filter(method -> method.isAnnotatedWith(DataBoundSetter.class))
                .forEach(method -> setters.put(method.getName(), method));
        return setters;
    }

    private static Map<String, String> parameters(JavaClass type) {
        Map<String, String> types = new TreeMap<>();
        setters(type).forEach((name, method) ->
                types.put(name, method.getParameterTypes().get(0).toString()));
        return types;
    }

    private static Set<String> called(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .map(call -> call.getTarget().getName())
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("takes each parameter of the Pipeline step by its name, not inside of another object")
    void flat() {
        Map<String, String> flat = parameters(BUILDER);
        flat.remove("setDeploy");
        assertEquals(parameters(STEP), flat);
    }

    @Test
    @DisplayName("passes each parameter to the step's of the same name, and reads it there")
    void passed() {
        setters(BUILDER).forEach((name, setter) -> {
            if (name.equals("setDeploy")) {
                return;
            }
            assertEquals(Set.of(name), called(setter));
            JavaMethod getter = Stream.of("get", "is")
                    .map(prefix -> BUILDER.tryGetMethod(prefix + name.substring(3))
                            .or(() -> ROOM.get(ReleaseParameters.class).tryGetMethod(prefix + name.substring(3))))
                    .flatMap(found -> found.stream())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no getter for " + name));
            assertEquals(Set.of(getter.getName()), called(getter));
        });
    }

    @Test
    @DisplayName("has the name of the Pipeline step in Job DSL")
    void symbol() {
        Symbol symbol = BlueGreenDeployBuilder.DescriptorImpl.class.getAnnotation(Symbol.class);
        assertArrayEquals(new String[] {"blueGreenDeploy"}, symbol.value());
    }
}
