package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.jenkins.pages.build.BuildReleases;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ShownNote;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ShownPhase;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ShownPods;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ShownRelease;
import io.jenkins.plugins.bluegreen.jenkins.pages.job.JobRelease;
import io.jenkins.plugins.bluegreen.jenkins.pages.job.JobReleases;
import io.jenkins.plugins.bluegreen.jenkins.pages.job.LiveApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.export.Exported;

/** Both ways: a field that is not documented, and a documented one that is not there. */
@DisplayName("The documentation of api/json names the fields that there are:")
class DocumentedJsonTest {
    private static final Pattern NAME = Pattern.compile("`([a-z][A-Za-z]*)`");

    /** The fields of beans. */
    private static TreeSet<String> fields(Class<?>... beans) {
        TreeSet<String> fields = new TreeSet<>();
        for (Class<?> bean : beans) {
            Stream.of(bean.getDeclaredMethods())
                    .filter(getter -> getter.isAnnotationPresent(Exported.class))
                    .map(getter -> getter.getName().replaceFirst("^(get|is)", ""))
                    .forEach(name -> fields.add(name.substring(0, 1).toLowerCase() + name.substring(1)));
        }
        return fields;
    }

    private static TreeSet<String> named(String text, String... others) {
        TreeSet<String> named = new TreeSet<>();
        NAME.matcher(text).results().forEach(name -> named.add(name.group(1)));
        named.removeAll(Set.of(others));
        return named;
    }

    /** The lines of the section about JSON. */
    private static List<String> section(String document) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(document));
        int from = lines.indexOf(document.endsWith("overview.md") ? "## As JSON" : "## JSON");
        List<String> rest = lines.subList(from + 1, lines.size());
        return rest.stream().takeWhile(line -> !line.startsWith("## ")).toList();
    }

    private static List<String[]> rows(List<String> section) {
        return section.stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(2).split(" \\| ?"))
                .toList();
    }

    private static TreeSet<String> first(List<String[]> rows, Predicate<String[]> wanted) {
        TreeSet<String> all = new TreeSet<>();
        rows.stream().filter(wanted).forEach(row -> all.addAll(named(row[0])));
        return all;
    }

    /** What the row of a field says. */
    private static String row(List<String[]> rows, String field) {
        return rows.stream().filter(row -> named(row[0]).contains(field)).findFirst().orElseThrow()[1];
    }

    private static String text(List<String> section, Predicate<String> wanted) {
        return String.join(" ", section.stream().filter(line -> !line.startsWith("|")).filter(wanted).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/pages.md", "docs/pages.ko.md"})
    @DisplayName("of a build and of a job")
    void pages(String document) throws IOException {
        List<String> section = section(document);
        List<String[]> rows = rows(section);
        boolean korean = document.contains(".ko.");
        String release = korean ? "릴리스" : "Release";
        String releases = korean ? "릴리스 목록" : "Releases";
        assertEquals(fields(ShownRelease.class), first(rows, row -> !row[2].strip().equals(releases)));
        assertEquals(fields(JobRelease.class), first(rows, row -> !row[2].strip().equals(release)));
        assertEquals(fields(ShownPods.class), named(row(rows, "pods")));
        assertEquals(fields(ShownPhase.class), named(row(rows, "phases")));
        assertEquals(fields(ShownNote.class), named(row(rows, "warnings")));
        Predicate<String> live = line -> line.contains("`seenAt`");
        assertEquals(fields(LiveApplication.class), named(text(section, live), "live"));
        assertEquals(fields(BuildReleases.class, JobReleases.class), named(text(section, live.negate())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/overview.md", "docs/overview.ko.md"})
    @DisplayName("of the overview and of an application")
    void overview(String document) throws IOException {
        List<String> section = section(document);
        List<String[]> rows = rows(section);
        assertEquals(fields(ApplicationRow.class), first(rows, row -> true));
        assertEquals(fields(BuildRef.class), named(row(rows, "build"), "build"));
        assertEquals(fields(ColorCell.class), named(row(rows, "live"), "rollback"));
        assertEquals(fields(UnderWayCell.class), named(row(rows, "release")));
        assertEquals(fields(CandidateCell.class), named(row(rows, "held")));
        Predicate<String> history = line -> line.contains("`startedBy`");
        assertEquals(fields(HistoryRow.class), named(text(section, history), "history"));
        assertEquals(
                fields(OverviewAction.class, ClusterRow.class, ApplicationPage.class),
                named(text(section, history.negate())));
    }
}
