package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A build that a cluster names")
class BuildRefTest {
    private static final String ROOT = "https://jenkins.example.com/ci/";

    private static BuildRef of(String address) {
        return BuildRef.of(
                address, new Viewer(Locale.ENGLISH, 0, ROOT, job -> job.equals("shop/back end"), holder -> null));
    }

    @Test
    @DisplayName("of this controller is a link below it, by either of its addresses, for whoever may read the job")
    void own() {
        for (String end : new String[] {"", "display/redirect"}) {
            BuildRef build = of(ROOT + "job/shop/job/back%20end/7/" + end);
            assertEquals("job/shop/job/back%20end/7/", build.getPath());
            assertEquals(ROOT + "job/shop/job/back%20end/7/", build.getUrl());
            assertEquals("shop/back end #7", build.getText());
        }
    }

    @Test
    @DisplayName("that is none, for a user has released, is a link to the application's page")
    void user() {
        BuildRef page = of(ROOT + "blue-green/cluster/prod/esc/backend/");
        assertEquals("blue-green/cluster/prod/esc/backend/", page.getPath());
        assertEquals("a user's release", page.getText());
        assertNull(of(ROOT + "blue-green/cluster/../../x/").getPath());
    }

    @Test
    @DisplayName("of this controller is not named to others")
    void hidden() {
        BuildRef build = of(ROOT + "job/secret/7/");
        assertEquals("a build of another job", build.getText());
        assertNull(build.getPath());
        assertNull(build.getUrl());
    }

    @Test
    @DisplayName("of another controller is a link to it")
    void other() {
        String url = "https://other.example.com/job/shop/3/";
        BuildRef build = of(url);
        assertEquals(url, build.getUrl());
        assertNull(build.getPath());
        assertEquals("other.example.com: shop #3", build.getText());
    }

    @Test
    @DisplayName("is text where its address is none of http: anyone may write an annotation")
    void noLink() {
        for (String address : new String[] {
            "javascript:alert(1)//job/shop/3/",
            "//evil.example.com/job/shop/3/",
            "job/shop/3/",
            "https://user:password@evil.example.com/",
            "https://exa mple.com/\">"
        }) {
            BuildRef build = of(address);
            assertNull(build.getUrl(), address);
            assertNull(build.getPath(), address);
            assertEquals(address, build.getText());
        }
        assertNull(of(""));
        assertNull(of(null));
    }

    @Test
    @DisplayName("has an address with its own names, whatever they are")
    void names() {
        assertEquals("cluster/prod/esc/backend/", PageNames.path("prod", "esc", "backend"));
        assertEquals("cluster/a~2Fb~20~7E~C3~A9/esc/x/", PageNames.path("a/b ~\u00e9", "esc", "x"));
        assertEquals("~2E.", PageNames.segment(".."));
    }
}
