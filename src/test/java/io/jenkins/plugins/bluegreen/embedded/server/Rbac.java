package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The permissions of the client's user. Source: "Using RBAC Authorization". */
public final class Rbac {
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    private volatile List<Rule> allowed = List.of(Rule.of("*", "*", "*"));
    private final List<Rule> denied = new CopyOnWriteArrayList<>();
    private volatile RoleObjects objects;

    /** From now on the objects of the store say who is known and what they may. */
    public void goBy(RoleObjects roles) {
        objects = roles;
    }

    boolean isKnown(String user) {
        return objects == null || user.equals(Dispatcher.ADMIN) || objects.isKnown(user);
    }

    public void allowOnly(List<Rule> rules) {
        allowed = List.copyOf(rules);
    }

    public void deny(Rule rule) {
        denied.add(rule);
    }

    public void allowAll() {
        allowed = List.of(Rule.of("*", "*", "*"));
        denied.clear();
    }

    private boolean allows(String user, String verb, String group, String resource, String namespace) {
        if (objects != null && !user.equals(Dispatcher.ADMIN)) {
            return objects.rules(user, namespace).stream().anyMatch(rule -> rule.covers(verb, group, resource));
        }
        return user.equals(Dispatcher.ADMIN) || allows(verb, group, resource);
    }

    private boolean allows(String verb, String group, String resource) {
        return allowed.stream().anyMatch(r -> r.covers(verb, group, resource))
                && denied.stream().noneMatch(r -> r.covers(verb, group, resource));
    }

    /** @param name empty if none is addressed */
    void check(String user, String verb, String group, String resource, String namespace, String name) {
        if (allows(user, verb, group, resource, namespace)) {
            return;
        }
        String plain = resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : resource;
        String qualified = group.isEmpty() ? plain : plain + "." + group;
        throw new StatusError(403, "Forbidden", qualified + (name.isEmpty() ? "" : " \"" + name + "\"")
                + " is forbidden: User \"" + user + "\" cannot " + verb + " resource \"" + resource
                + "\" in API group \"" + group + "\" "
                + (namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\""),
                StatusError.details(group, plain, name));
    }

    ObjectNode accessReview(String user, ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        var wanted = Json.at(review, "spec", "resourceAttributes");
        String subresource = Json.text(wanted, "subresource");
        boolean yes = allows(user, Json.text(wanted, "verb"), Json.text(wanted, "group"),
                Json.text(wanted, "resource") + (subresource.isEmpty() ? "" : "/" + subresource), Json.text(wanted, "namespace"));
        answer.putObject("status").put("allowed", yes);
        return answer;
    }

    /** The answer to a SelfSubjectRulesReview: allowed rules only. Denials are subtracted resource by resource. */
    ObjectNode rulesReview(String user, ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        ObjectNode status = answer.putObject("status");
        status.put("incomplete", false);
        status.putArray("nonResourceRules").addObject().putArray("verbs").add("get");
        ArrayNode rules = status.putArray("resourceRules");
        if (user.equals(Dispatcher.ADMIN)) {
            add(rules, Rule.of("*", "*", "*"));
            return answer;
        }
        if (objects != null) {
            objects.rules(user, Json.text(review, "spec", "namespace")).forEach(rule -> add(rules, rule));
            return answer;
        }
        if (denied.isEmpty()) {
            allowed.forEach(rule -> add(rules, rule));
            return answer;
        }
        for (Kind kind : Kind.ALL) {
            List<String> resources = new ArrayList<>(List.of(kind.plural()));
            kind.subresources().forEach(sub -> resources.add(kind.plural() + "/" + sub));
            for (String resource : resources) {
                List<String> verbs = VERBS.stream().filter(verb -> allows(verb, kind.group(), resource)).toList();
                if (!verbs.isEmpty()) {
                    add(rules, new Rule(verbs, List.of(kind.group()), List.of(resource)));
                }
            }
        }
        return answer;
    }

    private static void add(ArrayNode rules, Rule rule) {
        ObjectNode node = rules.addObject();
        ArrayNode verbs = node.putArray("verbs");
        rule.verbs().forEach(verbs::add);
        ArrayNode groups = node.putArray("apiGroups");
        rule.groups().forEach(groups::add);
        ArrayNode resources = node.putArray("resources");
        rule.resources().forEach(resources::add);
    }
}
