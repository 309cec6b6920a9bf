package io.jenkins.plugins.bluegreen.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundSetter;

@DisplayName("The README's first example")
class ReadmeExampleTest {
    private static final Pattern EXAMPLE = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NO_CODE = Pattern.compile("//[^\n]*|'[^'\n]*'|\"[^\"\n]*\"");
    private static final Pattern BLOCK = Pattern.compile("(\\w+)\\s*(?:\\([^(){}]*(?:\\([^()]*\\)[^(){}]*)*\\))?\\s*\\{|\\}");
    private static final Pattern PARAMETER = Pattern.compile("(\\w+): ");

    /** The example without comments and texts. */
    private static String example() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertTrue(example.find());
        return NO_CODE.matcher(example.group(1)).replaceAll("''");
    }

    @Test
    @DisplayName("releases outside of node, and the release holds no executor")
    void outsideOfNode() throws IOException {
        Deque<String> around = new ArrayDeque<>();
        boolean releases = false;
        for (Matcher block = BLOCK.matcher(example()); block.find(); ) {
            if (block.group(1) == null) {
                around.pop();
            } else {
                if (block.group(1).equals("withBlueGreenDeploy")) {
                    releases = true;
                    assertFalse(around.contains("node"), around::toString);
                }
                around.push(block.group(1));
            }
        }
        assertTrue(releases);
        assertEquals(List.of(), List.copyOf(around));
    }

    @Test
    @DisplayName("has parameters that the step takes")
    void parameters() throws IOException {
        String code = example();
        // without what is nested in them
        String arguments = code.substring(code.indexOf("withBlueGreenDeploy(") + "withBlueGreenDeploy(".length())
                .replaceAll("\\[[^]]*]|(?<=: )\\w+\\([^)]*\\)", "");
        Set<String> named = PARAMETER
                .matcher(arguments.substring(0, arguments.indexOf(')')))
                .results()
                .map(parameter -> parameter.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> taken = Arrays.stream(WithBlueGreenDeployStep.class.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(Method::getName)
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .collect(Collectors.toSet());
        assertTrue(named.contains("manifestText"), named::toString);
        assertTrue(taken.containsAll(named), named::toString);
    }
}
