package io.jenkins.plugins.bluegreen.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordNotifier;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.discord.WithDiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.form.HelmOption;
import io.jenkins.plugins.bluegreen.jenkins.promote.BlueGreenPromoteStep;
import io.jenkins.plugins.bluegreen.jenkins.promote.BlueGreenStatusStep;
import io.jenkins.plugins.bluegreen.jenkins.sources.ElasticsearchOption;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

@DisplayName("The form")
class FormsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final int MOST_AT_FIRST = 10;

    /** The fields that are seen at once, and those behind a button with a title. */
    private final Set<String> first = new TreeSet<>();
    private final Set<String> behind = new TreeSet<>();
    private final List<String> buttons = new ArrayList<>();

    @ParameterizedTest(name = "of {0} has a field and a help text for each parameter, and shows ten at first, at most")
    @ValueSource(classes = {
        BlueGreenDeployStep.class,
        BlueGreenRollbackStep.class,
        BlueGreenPromoteStep.class,
        BlueGreenStatusStep.class,
        ActuatorHealth.class,
        HttpHealth.class,
        MonitorOption.class,
        PrometheusOption.class,
        QueryOption.class,
        ElasticsearchOption.class,
        DrainOption.class,
        HelmOption.class,
        DiscordNotifyStep.class,
        WithDiscordNotifyStep.class,
        DiscordNotifier.class,
        BlueGreenConfiguration.class,
        ClusterEntry.class,
        WebhookEntry.class
    })
    void form(Class<?> form) throws Exception {
        read(page(form), first);
        assertTrue(first.size() <= MOST_AT_FIRST, first::toString);
        Set<String> all = new TreeSet<>(first);
        all.addAll(behind);
        assertEquals(first.size() + behind.size(), all.size(), "a field is there twice");
        Set<String> parameters = parameters(form);
        if (form != BlueGreenConfiguration.class) {
            assertEquals(parameters, all);
        }
        for (String field : all) {
            assertTrue(hasHelp(form, field), () -> form.getSimpleName() + " has no help for " + field);
        }
    }

    @Test
    @DisplayName("of a release begins with what everybody needs, and its buttons say what is behind them")
    void release() throws Exception {
        read(place(BlueGreenDeployStep.class).resolve("config.jelly"), first);
        assertEquals(
                new TreeSet<>(Set.of(
                        "cluster", "namespace", "app", "manifests", "image", "variables", "health", "monitor",
                        "notify")),
                first);
        assertEquals(
                List.of(
                        "${%Manifests from Helm, Kustomize or a text}",
                        "${%Before the switch}",
                        "${%After the switch and on failure}",
                        "${%Names, rights and messages}"),
                buttons);
    }

    private static Path place(Class<?> type) {
        return RESOURCES.resolve(type.getName().replace('.', '/'));
    }

    /** The form of a class, or of the nearest class above it that has one. */
    private static Path page(Class<?> form) {
        Path page = place(form).resolve("config.jelly");
        return Files.exists(page) ? page : page(form.getSuperclass());
    }

    private void read(Path jelly, Set<String> into) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        children(factory.newDocumentBuilder().parse(jelly.toFile()).getDocumentElement(), into);
    }

    private void children(Element element, Set<String> into) throws Exception {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element tag) {
                read(tag, into);
            }
        }
    }

    private void read(Element tag, Set<String> into) throws Exception {
        switch (tag.getLocalName()) {
            case "include" -> read(
                    RESOURCES.resolve(tag.getAttribute("class").replace('.', '/')).resolve(tag.getAttribute("page")),
                    into);
            case "advanced" -> {
                buttons.add(tag.getAttribute("title"));
                children(tag, behind);
            }
            default -> {
                if (tag.hasAttribute("field")) {
                    into.add(tag.getAttribute("field"));
                }
                children(tag, into);
            }
        }
    }

    /** What a user may set: by the constructor, and by the setters of the class and those above it. */
    static Set<String> parameters(Class<?> type) {
        Set<String> names = new TreeSet<>();
        Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> constructor.isAnnotationPresent(DataBoundConstructor.class))
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .map(Parameter::getName)
                .forEach(names::add);
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName();
                names.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
            }
        }
        // a Pipeline's texts by file; a form has one text
        names.remove("manifestTexts");
        return names;
    }

    private static boolean hasHelp(Class<?> type, String field) {
        for (Class<?> holder = type; holder != Object.class; holder = holder.getSuperclass()) {
            Path help = place(holder).resolve("help-" + field + ".html");
            if (Files.exists(help)) {
                return true;
            }
        }
        return false;
    }
}
