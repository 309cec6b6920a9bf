package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page that is drawn before the first one")
class FirstPageTest {
    @Test
    @DisplayName("has all that a release's page has, in both languages")
    void draw() {
        String page = FirstPage.draw();
        assertTrue(page.matches("(?s)\"[0-9a-f]{24}\".*<svg.*<svg.*"), page);
        assertTrue(page.contains("0 of 1 ready") && page.contains("0 of 1 failed") && page.contains("READY1.0 s"), page);
        assertTrue(page.contains("1.0초"), page);
    }
}
