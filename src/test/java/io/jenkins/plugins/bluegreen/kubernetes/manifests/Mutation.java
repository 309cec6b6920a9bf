package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random mutation of a manifest, in its characters or its structure, as typing, editors and bad templates make them. */
public final class Mutation {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final List<String> TOKENS = List.of(
            "{", "}", "[", "]", "{{ .Values.x }}", "&a ", "*a", "&a [*a]", "<<: ", "? ", "- ", ": ", ":", "#", " #", "|", ">",
            "|9\n", ">-\n", "'", "\"", "\\", "\t", "\n", "\r", "\r\n", "\n---\n", "\n...\n", "%YAML 9.9\n", "%TAG ! x:\n",
            "!!binary ", "!!set ", "!!java.net.URL ", "!x ", "! ", "~", "null", "yes", "0o17", "0x", "1e999999999", ".nan",
            "-.inf", "1_000", "190:20:30", "2001-01-01", "${", "}", "${}", "${NAME}", "${COLOR}", "${IMAGE}", "$${A}", "${a b}",
            "\u0000", "\u0007", "\u0085", "\u2028", "\uFEFF", "\uD83D", "\uFFFF", "한글", "😀", "  ", " ", "apiVersion: v1\n",
            "kind: List\nitems:\n", "kind: Deployment\n", "metadata:\n", "spec:\n", "name: ", "labels: {", "blue", "green",
            "-blue", "9".repeat(400), "x".repeat(70_000), "[".repeat(2_000), "{a: ".repeat(2_000), "- ".repeat(2_000));
    private static final List<String> KEYS = List.of(
            "apiVersion", "kind", "metadata", "name", "generateName", "namespace", "labels", "annotations", "spec", "replicas",
            "selector", "matchLabels", "matchExpressions", "template", "containers", "initContainers", "image", "env", "envFrom",
            "valueFrom", "configMapKeyRef", "configMapRef", "secretRef", "volumes", "projected", "sources", "secretName",
            "ports", "port", "targetPort", "type", "externalName", "data", "binaryData", "stringData", "immutable", "items",
            "scaleTargetRef", "minReplicas", "minAvailable", "readinessProbe", "terminationGracePeriodSeconds", "strategy",
            "resources", "requests", "cpu", "paused", "color", "", "a b", "한", "x".repeat(300));

    private final Random random;

    public Mutation(Random random) {
        this.random = random;
    }

    /** Up to five changes of the characters. */
    public String ofText(String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(5); i >= 0; i--) {
            change(mutated);
        }
        return mutated.toString();
    }

    private void change(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(80)));
        switch (random.nextInt(8)) {
            case 0 -> text.insert(at, oneOf(TOKENS));
            case 1 -> text.replace(at, end, oneOf(TOKENS));
            case 2 -> text.delete(at, end);
            case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            case 4 -> text.insert(at, text.substring(at, end).repeat(random.nextInt(300)));
            case 5 -> text.setLength(at);
            case 6 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
            default -> {
                int line = text.indexOf("\n", at) + 1;
                text.insert(line, " ".repeat(random.nextInt(6)));
            }
        }
    }

    /** Up to five changes of the objects, as JSON, which is YAML too, one document each. */
    public String ofObjects(List<ObjectNode> objects) {
        List<JsonNode> mutated = new ArrayList<>();
        objects.forEach(object -> mutated.add(object.deepCopy()));
        for (int i = random.nextInt(5); i >= 0; i--) {
            int which = random.nextInt(mutated.size());
            switch (random.nextInt(12)) {
                case 0 -> mutated.add(mutated.get(which).deepCopy());
                case 1 -> mutated.set(which, value(mutated.get(which)));
                default -> change(mutated.get(which), mutated);
            }
        }
        StringBuilder text = new StringBuilder();
        mutated.forEach(object -> text.append("---\n").append(object.toPrettyString()).append('\n'));
        return text.toString();
    }

    private void change(JsonNode object, List<JsonNode> all) {
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(object, places);
        if (places.isEmpty()) {
            return;
        }
        ContainerNode<?> place = oneOf(places);
        JsonNode value = value(oneOf(all));
        if (place instanceof ArrayNode list) {
            if (list.isEmpty() || random.nextBoolean()) {
                list.add(value);
            } else if (random.nextBoolean()) {
                list.remove(random.nextInt(list.size()));
            } else {
                list.set(random.nextInt(list.size()), value);
            }
            return;
        }
        ObjectNode map = (ObjectNode) place;
        List<String> names = new ArrayList<>();
        map.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() || random.nextInt(4) == 0 ? oneOf(KEYS) : oneOf(names);
        switch (random.nextInt(4)) {
            case 0 -> map.remove(name);
            case 1 -> {
                JsonNode moved = map.remove(name);
                map.set(oneOf(KEYS), moved == null ? value : moved);
            }
            default -> map.set(name, value);
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> into) {
        if (node instanceof ContainerNode<?> container) {
            into.add(container);
            node.forEach(child -> collect(child, into));
        }
    }

    private JsonNode value(JsonNode beside) {
        return switch (random.nextInt(14)) {
            case 0 -> MAKE.nullNode();
            case 1 -> MAKE.booleanNode(random.nextBoolean());
            case 2 -> MAKE.numberNode(random.nextInt(12) - 2);
            case 3 -> MAKE.numberNode(random.nextLong());
            case 4 -> MAKE.numberNode(random.nextDouble() * 1e20);
            case 5 -> MAKE.textNode("");
            case 6 -> MAKE.textNode(oneOf(KEYS));
            case 7 -> MAKE.textNode(oneOf(TOKENS));
            case 8 -> MAKE.arrayNode();
            case 9 -> MAKE.objectNode();
            case 10 -> MAKE.arrayNode().add(beside.deepCopy());
            case 11 -> MAKE.objectNode().set(oneOf(KEYS), beside.deepCopy());
            case 12 -> MAKE.objectNode().put(oneOf(KEYS), random.nextInt());
            default -> deep();
        };
    }

    private JsonNode deep() {
        ObjectNode node = MAKE.objectNode();
        for (int i = random.nextInt(150); i > 0; i--) {
            ObjectNode around = MAKE.objectNode();
            around.set("a", node);
            node = around;
        }
        return node;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
