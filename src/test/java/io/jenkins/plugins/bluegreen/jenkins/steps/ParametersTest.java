package io.jenkins.plugins.bluegreen.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.Describable;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.discord.WithDiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.promote.BlueGreenPromoteStep;
import io.jenkins.plugins.bluegreen.jenkins.promote.BlueGreenStatusStep;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundSetter;

@DisplayName("The tables of parameters")
class ParametersTest {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\n]*)\n(.*?)(?=^## |\\z)");
    private static final Pattern TABLE = Pattern.compile("(?m)^\\| (?:parameter|파라미터) \\|.*\n\\|[-|]*\n((?:\\|.*\n)*)");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    /** By section: a step by its name, an option by its path, as {@code monitor.prometheus}. */
    private static Map<String, Set<String>> taken() {
        Map<String, Class<?>> steps = new LinkedHashMap<>();
        steps.put("blueGreenDeploy", BlueGreenDeployStep.class);
        steps.put("withBlueGreenDeploy", WithBlueGreenDeployStep.class);
        steps.put("blueGreenRollback", BlueGreenRollbackStep.class);
        steps.put("blueGreenPromote", BlueGreenPromoteStep.class);
        steps.put("blueGreenStatus", BlueGreenStatusStep.class);
        steps.put("discordNotify", DiscordNotifyStep.class);
        steps.put("withDiscordNotify", WithDiscordNotifyStep.class);
        Map<String, Set<String>> taken = new TreeMap<>();
        steps.forEach((name, step) -> {
            taken.put(name, FormsTest.parameters(step));
            addOptions("", step, taken);
        });
        return taken;
    }

    private static void addOptions(String path, Class<?> type, Map<String, Set<String>> taken) {
        for (Method method : type.getMethods()) {
            Class<?> option = method.isAnnotationPresent(DataBoundSetter.class) ? option(method) : null;
            if (option != null) {
                String name = method.getName();
                String below = path + Character.toLowerCase(name.charAt(3)) + name.substring(4);
                taken.put(below, FormsTest.parameters(option));
                addOptions(below + ".", option, taken);
            }
        }
    }

    /** The kind of option that a parameter takes, or takes a list of; null: a plain value. */
    private static Class<?> option(Method setter) {
        Type taken = setter.getGenericParameterTypes()[0];
        Type one = taken instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : taken;
        if (one == HealthOption.class) {
            assertEquals(FormsTest.parameters(HttpHealth.class), FormsTest.parameters(ActuatorHealth.class));
            return HttpHealth.class;
        }
        return one instanceof Class<?> type && Describable.class.isAssignableFrom(type) && type != NamedValue.class
                ? type
                : null;
    }

    /** The first columns of a document's tables, by section. One section may be of several steps. */
    private static Map<String, Set<String>> documented(Path document) throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (MatchResult section : SECTION.matcher(Files.readString(document)).results().toList()) {
            for (MatchResult table : TABLE.matcher(section.group(2)).results().toList()) {
                for (String name : section.group(1).split(" and ")) {
                    Set<String> names = documented.computeIfAbsent(name, nothing -> new TreeSet<>());
                    table.group(1).lines()
                            .flatMap(row -> NAME.matcher(row.split(" \\| ")[0]).results())
                            .forEach(parameter -> names.add(parameter.group(1)));
                }
            }
        }
        return documented;
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/parameters.md", "docs/parameters.ko.md"})
    @DisplayName("have each parameter that a step takes, and no other one")
    void complete(String document) throws IOException {
        Map<String, Set<String>> taken = taken();
        assertFalse(taken.get("monitor.prometheus.queries").isEmpty(), taken::toString);
        assertEquals(lines(taken), lines(documented(Path.of(document))));
    }

    private static String lines(Map<String, Set<String>> sections) {
        StringBuilder lines = new StringBuilder();
        sections.forEach((name, parameters) -> lines.append(name).append(": ").append(parameters).append('\n'));
        return lines.toString();
    }
}
