package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A cluster is seen")
class VisibilityTest {
    @ParameterizedTest(name = "{0} {1} {2}: all jobs'' {3}, shop''s {4}, tools'' and shop''s {5}, another''s {6}")
    @DisplayName("by whoever sees the configuration, or may read what may use it; by nobody else")
    @CsvSource({
        // sees all, reads Jenkins, reads shop: open, shop, tools and shop, other
        "true, true, false, true, true, true, true",
        "false, true, true, true, true, true, false",
        "false, true, false, true, false, false, false",
        "false, false, true, false, false, false, false"
    })
    void sees(boolean all, boolean reads, boolean shop, boolean open, boolean its, boolean several, boolean other) {
        Visibility visibility = new Visibility(all, reads, folder -> shop && folder.equals("shop"));
        assertEquals(open, visibility.sees(List.of()));
        assertEquals(its, visibility.sees(List.of("shop")));
        assertEquals(several, visibility.sees(List.of("tools", "shop")));
        assertEquals(other, visibility.sees(List.of("other")));
    }
}
