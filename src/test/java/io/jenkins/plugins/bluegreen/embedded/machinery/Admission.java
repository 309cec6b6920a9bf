package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Admission webhooks that refuse or change objects, also in dry runs. Source: "Dynamic Admission Control". */
public final class Admission {
    private record Webhook(String name, Predicate<ObjectNode> refused, String message) {}

    private final List<Webhook> webhooks = new CopyOnWriteArrayList<>();
    private final List<Consumer<ObjectNode>> changes = new CopyOnWriteArrayList<>();

    public void refuse(String name, Predicate<ObjectNode> refused, String message) {
        webhooks.add(new Webhook(name, refused, message));
    }

    /** Changes every object that is written. */
    public void change(Consumer<ObjectNode> change) {
        changes.add(change);
    }

    void admit(ObjectNode object) {
        changes.forEach(change -> change.accept(object));
        for (Webhook webhook : webhooks) {
            if (webhook.refused().test(object)) {
                throw new StatusError(403, "Forbidden", "admission webhook \"%s\" denied the request: %s"
                        .formatted(webhook.name(), webhook.message()));
            }
        }
    }
}
