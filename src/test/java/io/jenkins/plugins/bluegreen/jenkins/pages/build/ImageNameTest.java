package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The name of an image in a page")
class ImageNameTest {
    @Test
    @DisplayName("breaks between its parts, and not within a word")
    void parts() {
        assertEquals(
                "registry.example:<wbr>5000/<wbr>shop/<wbr>back-<wbr>end:<wbr>1.2",
                ImageName.html("registry.example:5000/shop/back-end:1.2"));
        assertEquals("", ImageName.html(null));
    }

    @Test
    @DisplayName("breaks a digest, which has no parts")
    void digest() {
        String half = "0123456789abcdef".repeat(2);
        assertEquals("a@<wbr>sha256:<wbr>" + half + "<wbr>" + half + "<wbr>", ImageName.html("a@sha256:" + half + half));
    }

    @Test
    @DisplayName("is text, whatever is in it")
    void escaped() {
        assertEquals("&lt;b&gt;&amp;&quot;&#39;", ImageName.html("<b>&\"'"));
    }
}
