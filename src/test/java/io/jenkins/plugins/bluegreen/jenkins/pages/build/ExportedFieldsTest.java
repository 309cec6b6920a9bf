package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

@DisplayName("The fields of api/json")
class ExportedFieldsTest {
    private static List<Method> exported(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Exported.class))
                .toList();
    }

    private static String field(Method getter) {
        String name = getter.getName().replaceFirst("^(get|is)", "");
        return name.substring(0, 1).toLowerCase() + name.substring(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/pages.md", "docs/pages.ko.md"})
    @DisplayName("are documented")
    void documented(Path document) throws IOException {
        String text = Files.readString(document);
        TreeSet<String> missing = new TreeSet<>();
        for (Class<?> type : List.of(ShownRelease.class, ShownPods.class, ShownPhase.class, ShownNote.class)) {
            exported(type).stream()
                    .map(ExportedFieldsTest::field)
                    .filter(field -> !text.contains("`" + field + "`"))
                    .forEach(missing::add);
        }
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    @DisplayName("that are lists of beans are not empty for want of depth")
    void inline() {
        for (Class<?> type : List.of(BuildReleases.class, ShownRelease.class)) {
            for (Method getter : exported(type)) {
                if (getter.getGenericReturnType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> bean
                        && bean.isAnnotationPresent(ExportedBean.class)) {
                    assertTrue(getter.getAnnotation(Exported.class).inline(), getter::toString);
                }
            }
        }
    }
}
