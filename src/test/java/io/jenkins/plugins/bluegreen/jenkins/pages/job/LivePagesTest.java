package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A page that follows releases")
class LivePagesTest {
    private static final Path PAGES = Path.of("src/main/resources/io/jenkins/plugins/bluegreen/jenkins/pages");
    private static final Pattern ROOT = Pattern.compile(
            "<div data-live-url=\"live\"[^>]*>\\s*<st:include page=\"([a-z]+[.]jelly)\"/>\\s*</div>");
    private static final Pattern FRAGMENT =
            Pattern.compile("<div data-live-over=\"[^>]*>\\s*<st:include page=\"([a-z]+[.]jelly)\"/>\\s*</div>");
    private static final Pattern PART = Pattern.compile("<[a-z]+ ([^>]*)data-live-part=\"true\"");

    private static String content(Pattern pattern, String page) {
        Matcher found = pattern.matcher(page);
        assertTrue(found.find(), page);
        return found.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build/ReleaseTab", "job/ReleasesTab", "overview/OverviewAction", "overview/ApplicationPage"})
    @DisplayName("asks for the part that it shows, whose parts have ids")
    void parts(String view) throws IOException {
        Path folder = PAGES.resolve(view);
        String page = Files.readString(folder.resolve("index.jelly"));
        assertTrue(page.contains("/plugin/blue-green-deploy/live.js\""), page);
        assertEquals(
                content(ROOT, page), content(FRAGMENT, Files.readString(folder.resolve("fragment.jelly"))), view);
        int parts = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".jelly")).toList()) {
                for (String tag : tags(Files.readString(file))) {
                    assertTrue(tag.contains("id=\""), () -> file + ": " + tag);
                    parts++;
                }
            }
        }
        assertTrue(parts >= 3, view + " has " + parts + " parts");
    }

    private static List<String> tags(String text) {
        return PART.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
