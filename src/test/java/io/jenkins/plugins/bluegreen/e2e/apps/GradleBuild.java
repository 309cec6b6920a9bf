package io.jenkins.plugins.bluegreen.e2e.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code build.gradle} as a Maven build: Gradle itself can't be had from Maven Central. The Spring Boot plugin's
 * version, the Java version, the name of the jar and the dependencies are read from it.
 */
final class GradleBuild {
    private static final Map<String, String> SCOPES = Map.of(
            "implementation", "compile",
            "runtimeOnly", "runtime",
            "testImplementation", "test",
            "testRuntimeOnly", "test");
    private static final Pattern DEPENDENCY = Pattern.compile("(?m)^    (\\w+) '([^':]+):([^':]+)'$");

    private final String text;

    private GradleBuild(String text) {
        this.text = text;
    }

    static GradleBuild read(Path file) throws IOException {
        return new GradleBuild(Files.readString(file));
    }

    private String value(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("build.gradle has no " + pattern);
        }
        return matcher.group(1);
    }

    /** The name of the jar, without its extension. */
    String jar() {
        return value("archiveFileName = '(\\S+)\\.jar'");
    }

    /** The same build for Maven. */
    String pom() {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>org.springframework.boot</groupId>
                    <artifactId>spring-boot-starter-parent</artifactId>
                    <version>%s</version>
                    <relativePath/>
                  </parent>
                  <groupId>example</groupId>
                  <artifactId>example</artifactId>
                  <version>1</version>
                  <properties><java.version>%s</java.version></properties>
                  <dependencies>
                %s
                  </dependencies>
                  <build>
                    <finalName>%s</finalName>
                    <plugins>
                      <plugin>
                        <groupId>org.springframework.boot</groupId>
                        <artifactId>spring-boot-maven-plugin</artifactId>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                        value("id 'org.springframework.boot' version '(\\S+)'"),
                        value("JavaVersion\\.VERSION_(\\d+)"),
                        dependencies(),
                        jar());
    }

    private String dependencies() {
        StringBuilder dependencies = new StringBuilder();
        Matcher dependency = DEPENDENCY.matcher(text);
        while (dependency.find()) {
            dependencies.append("    <dependency><groupId>%s</groupId><artifactId>%s</artifactId>"
                    .formatted(dependency.group(2), dependency.group(3)));
            dependencies.append("<scope>%s</scope></dependency>\n".formatted(SCOPES.get(dependency.group(1))));
        }
        return dependencies.toString();
    }
}
