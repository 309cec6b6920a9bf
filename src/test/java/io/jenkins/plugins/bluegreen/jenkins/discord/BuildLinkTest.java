package io.jenkins.plugins.bluegreen.jenkins.discord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.model.Run;
import org.jenkinsci.plugins.displayurlapi.DisplayURLProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Links to builds")
class BuildLinkTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.bluegreen.jenkins");

    @Test
    @DisplayName("lead to the pages that their reader has chosen, in Discord and in texts")
    void displayed() {
        classes()
                .that()
                .areAssignableTo(BuildLink.class)
                .should()
                .callMethod(DisplayURLProvider.class, "getRunURL", Run.class)
                .check(MAIN);
        noClasses().that().doNotHaveSimpleName("BuildLink").should().callMethod(Run.class, "getUrl").check(MAIN);
    }

    @Test
    @DisplayName("lead to a page of the build, where the build's pages are those of Jenkins")
    void pages() {
        String build = "https://jenkins.example.com/job/shop/7/";
        assertEquals(build + "release/", BuildLink.page(build + "display/redirect", build, "release"));
        assertEquals(build + "release/", BuildLink.page(build, build, "release"));
        assertEquals("https://portal.example.com/7", BuildLink.page("https://portal.example.com/7", build, "release"));
    }
}
