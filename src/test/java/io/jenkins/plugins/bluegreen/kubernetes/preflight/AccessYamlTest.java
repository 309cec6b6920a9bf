package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The YAML with which releases begin")
class AccessYamlTest {
    private static final Path EXAMPLE = Path.of("examples/rbac.yaml");

    private static List<HasMetadata> objects(String yaml) {
        return Stream.of(yaml.split("---\n"))
                .map(document -> Serialization.unmarshal(document, HasMetadata.class))
                .toList();
    }

    private static TreeSet<String> grants(Role role) {
        TreeSet<String> grants = new TreeSet<>();
        role.getRules().forEach(rule -> rule.getApiGroups().forEach(group -> rule.getResources().forEach(resource ->
                rule.getVerbs().forEach(verb -> grants.add(new Permission(verb, group, resource, true).toString())))));
        return grants;
    }

    private static Role role(List<HasMetadata> objects) {
        return objects.stream().filter(Role.class::isInstance).map(Role.class::cast).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("is what examples/rbac.yaml has, and both grant what the checks before a release ask for")
    void example() throws IOException {
        List<HasMetadata> printed = objects(AccessYaml.toBegin(List.of("esc")));
        List<HasMetadata> example = objects(Files.readString(EXAMPLE));
        TreeSet<String> needed = new TreeSet<>();
        RequiredPermissions.ofEverything("esc").forEach(permission -> needed.add(permission.toString()));
        assertEquals(needed, grants(role(printed)));
        assertEquals(needed, grants(role(example)));
        for (List<HasMetadata> objects : List.of(printed, example)) {
            role(objects).setRules(List.of());
        }
        assertEquals(Serialization.asYaml(printed), Serialization.asYaml(example));
    }

    @Test
    @DisplayName("shows the token by the last line, and examples/rbac.yaml by the same command")
    void token() throws IOException {
        String yaml = AccessYaml.toBegin(List.of("esc"));
        String command = yaml.substring(yaml.lastIndexOf("# ")).strip().substring(2);
        assertTrue(command.startsWith("kubectl get secret blue-green-deploy-token --namespace esc"), command);
        assertTrue(Files.readString(EXAMPLE).contains("#   " + command + "\n"), command);
    }

    @Test
    @DisplayName("has one account for all namespaces, and a Role and a RoleBinding in each")
    void namespaces() {
        List<HasMetadata> objects = objects(AccessYaml.toBegin(List.of("esc", "canary")));
        assertEquals(
                List.of(
                        "ServiceAccount esc/blue-green-deploy",
                        "Secret esc/blue-green-deploy-token",
                        "Role esc/blue-green-deploy",
                        "RoleBinding esc/blue-green-deploy",
                        "Role canary/blue-green-deploy",
                        "RoleBinding canary/blue-green-deploy"),
                objects.stream()
                        .map(object -> object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName())
                        .toList());
        RoleBinding binding = (RoleBinding) objects.get(5);
        assertEquals("esc", binding.getSubjects().get(0).getNamespace());
    }

    @Test
    @DisplayName("binds a user of a certificate, of a cloud or of a single sign-on by the name that the cluster knows")
    void users() {
        for (String name : List.of("kubernetes-admin", "arn:aws:iam::1:role/ci", "oidc:a\"b\\c", "system:node:a")) {
            String yaml = new AccessYaml()
                    .granted("role", "esc", Set.of(new Permission("get", "", "pods", true)),
                            new Account(Optional.of(name)))
                    .text();
            List<HasMetadata> objects = objects(yaml);
            assertEquals(2, objects.size(), yaml);
            RoleBinding binding = (RoleBinding) objects.get(1);
            assertEquals("User", binding.getSubjects().get(0).getKind());
            assertEquals(name, binding.getSubjects().get(0).getName());
        }
    }

    @Test
    @DisplayName("brings an account along where the cluster knows nobody, or does not tell whom it knows")
    void unknown() {
        for (Optional<String> user : List.of(Optional.<String>empty(), Optional.of("system:anonymous"))) {
            List<HasMetadata> objects = objects(new AccessYaml()
                    .granted("role", "esc", RequiredPermissions.ofMost("esc"), new Account(user))
                    .text());
            assertEquals(
                    List.of("ServiceAccount", "Secret", "Role", "RoleBinding"),
                    objects.stream().map(HasMetadata::getKind).toList());
        }
    }
}
