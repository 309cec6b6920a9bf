package io.jenkins.plugins.bluegreen.conformance.given;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Role that the README tells its readers to create. */
public final class ReadmeRole {
    private static final Pattern YAML = Pattern.compile("```yaml\n(apiVersion: rbac.*?)```", Pattern.DOTALL);

    private ReadmeRole() {}

    /** The Role as printed; the working directory must be the repository. */
    public static Role read() throws IOException {
        Matcher role = YAML.matcher(Files.readString(Path.of("README.md")));
        if (!role.find()) {
            throw new AssertionError("no Role in README.md");
        }
        return Serialization.unmarshal(role.group(1), Role.class);
    }
}
