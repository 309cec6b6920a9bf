package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Users by the tokens of ServiceAccounts, and their permissions by the Roles and RoleBindings of the store. Sources:
 * "Using RBAC Authorization", "Managing Service Accounts".
 */
public final class RoleObjects {
    private static final String USER = "system:serviceaccount:";
    private static final Kind SERVICE_ACCOUNTS = Kind.ofPlural("serviceaccounts");
    private static final Kind ROLES = Kind.ofPlural("roles");
    private static final Kind BINDINGS = Kind.ofPlural("rolebindings");

    private final ObjectStore store;

    public RoleObjects(ObjectStore store) {
        this.store = store;
    }

    /** The token in a Secret of a ServiceAccount. */
    public String token(String namespace, String secret) {
        ObjectNode object = store.get(Kind.SECRET.key(namespace, secret));
        String name = Json.at(object, "metadata", "annotations").path("kubernetes.io/service-account.name").asText();
        if (!Json.text(object, "type").equals("kubernetes.io/service-account-token") || !isThere(namespace, name)) {
            throw new IllegalStateException("no token: " + object);
        }
        return USER + namespace + ":" + name;
    }

    boolean isKnown(String user) {
        String[] parts = user.split(":");
        return user.startsWith(USER) && parts.length == 4 && isThere(parts[2], parts[3]);
    }

    private boolean isThere(String namespace, String name) {
        return store.get(SERVICE_ACCOUNTS.key(namespace, name)) != null;
    }

    List<Rule> rules(String user, String namespace) {
        List<Rule> rules = new ArrayList<>();
        for (ObjectNode binding : namespace.isEmpty() ? List.<ObjectNode>of() : store.list(BINDINGS, namespace)) {
            ObjectNode role = store.get(ROLES.key(namespace, Json.text(binding, "roleRef", "name")));
            if (role != null && Json.text(binding, "roleRef", "kind").equals("Role") && names(binding, user)) {
                role.path("rules").forEach(rule -> rules.add(
                        new Rule(texts(rule, "verbs"), texts(rule, "apiGroups"), texts(rule, "resources"))));
            }
        }
        return rules;
    }

    private static boolean names(ObjectNode binding, String user) {
        for (JsonNode subject : binding.path("subjects")) {
            String name = Json.text(subject, "name");
            if (user.equals(Json.text(subject, "kind").equals("ServiceAccount")
                    ? USER + Json.text(subject, "namespace") + ":" + name
                    : name)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> texts(JsonNode rule, String field) {
        List<String> texts = new ArrayList<>();
        rule.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
