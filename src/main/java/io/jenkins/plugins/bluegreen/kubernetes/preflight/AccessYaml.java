package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What releases need to begin, as YAML for {@code kubectl apply -f}: a namespace, an account with its token, and a Role
 * that is bound to it.
 */
public final class AccessYaml {
    /** The Role, its binding, and the account where there is none yet. */
    static final String NAME = "blue-green-deploy";

    private final List<String> documents = new ArrayList<>();
    private String end = "";

    AccessYaml() {}

    /**
     * For whom there is no account yet: an account in the first of the namespaces, its token, and all rights that
     * releases need in each of them. The last line is the command that shows the token.
     */
    public static String toBegin(List<String> namespaces) {
        AccessYaml yaml = new AccessYaml().account(namespaces.get(0));
        namespaces.forEach(namespace -> yaml.role(NAME, namespace, RequiredPermissions.ofEverything(namespace))
                .bound(NAME, namespace, serviceAccount(NAME, namespaces.get(0))));
        return yaml.text();
    }

    /** A Role with these permissions, bound to the account, or to a new one where the cluster does not tell ours. */
    AccessYaml granted(String name, String namespace, Collection<Permission> permissions, Account account) {
        if (!account.isKnown()) {
            account(namespace);
        }
        String subject = account.isKnown() ? account.subject() : serviceAccount(NAME, namespace);
        return role(name, namespace, permissions).bound(name, namespace, subject);
    }

    AccessYaml namespace(String name) {
        return add("v1", "Namespace", name, "", "");
    }

    private AccessYaml account(String namespace) {
        String token = NAME + "-token";
        add("v1", "ServiceAccount", NAME, namespace, "");
        end = "# kubectl get secret " + token + " --namespace " + namespace
                + " --output go-template='{{.data.token | base64decode}}'\n";
        return add(
                "v1",
                "Secret",
                token,
                namespace,
                "  annotations:\n    kubernetes.io/service-account.name: " + NAME
                        + "\ntype: kubernetes.io/service-account-token\n");
    }

    private AccessYaml role(String name, String namespace, Collection<Permission> permissions) {
        return add("rbac.authorization.k8s.io/v1", "Role", name, namespace, "rules:\n" + rules(permissions));
    }

    private AccessYaml bound(String name, String namespace, String subject) {
        return add(
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                name,
                namespace,
                "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: " + name + "\nsubjects:\n"
                        + subject);
    }

    static String serviceAccount(String name, String namespace) {
        return "- kind: ServiceAccount\n  name: " + name + "\n  namespace: " + namespace + "\n";
    }

    private AccessYaml add(String apiVersion, String kind, String name, String namespace, String more) {
        documents.add("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n"
                + (namespace.isEmpty() ? "" : "  namespace: " + namespace + "\n") + more);
        return this;
    }

    String text() {
        return String.join("---\n", documents) + end;
    }

    private static String rules(Collection<Permission> permissions) {
        Map<String, TreeSet<String>> verbs = new TreeMap<>();
        permissions.forEach(permission -> verbs.computeIfAbsent(
                        permission.group() + " " + permission.resource(), key -> new TreeSet<>())
                .add(permission.verb()));
        Map<String, List<String>> resources = new LinkedHashMap<>();
        verbs.forEach((key, granted) -> resources
                .computeIfAbsent(key.substring(0, key.indexOf(' ')) + " " + granted, rule -> new ArrayList<>())
                .add(key.substring(key.indexOf(' ') + 1)));
        StringBuilder rules = new StringBuilder();
        resources.forEach((key, named) -> rules.append("- apiGroups: [\"")
                .append(key, 0, key.indexOf(' '))
                .append("\"]\n  resources: [")
                .append(String.join(", ", named))
                .append("]\n  verbs: ")
                .append(key.substring(key.indexOf(' ') + 1))
                .append('\n'));
        return rules.toString();
    }
}
