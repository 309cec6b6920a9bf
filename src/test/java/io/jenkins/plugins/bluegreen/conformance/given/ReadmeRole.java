package io.jenkins.plugins.bluegreen.conformance.given;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The Role that the README tells its readers to create: the one of {@code examples/rbac.yaml}. */
public final class ReadmeRole {
    private static final Path FILE = Path.of("examples/rbac.yaml");

    private static final List<Rule> WITH_OTHER_KINDS = rules();

    private ReadmeRole() {}

    /** The Role as it stands there; the working directory must be the repository. */
    public static Role read() throws IOException {
        if (!Files.readString(Path.of("README.md")).contains("(" + FILE + ")")) {
            throw new AssertionError("README.md does not name " + FILE);
        }
        for (String document : Files.readString(FILE).split("---\n")) {
            if (document.contains("\nkind: Role\n")) {
                return Serialization.unmarshal(document, Role.class);
            }
        }
        throw new AssertionError("no Role in " + FILE);
    }

    /** What the Role allows, and everything with resources that it does not name. */
    public static List<Rule> withOtherKinds() {
        return WITH_OTHER_KINDS;
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        Set<String> named = new HashSet<>();
        try {
            for (PolicyRule rule : read().getRules()) {
                rules.add(new Rule(rule.getVerbs(), rule.getApiGroups(), rule.getResources()));
                named.addAll(rule.getResources());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Kind kind : Kind.ALL) {
            if (!named.contains(kind.plural())) {
                rules.add(Rule.of("*", kind.group(), kind.plural()));
            }
        }
        return List.copyOf(rules);
    }
}
