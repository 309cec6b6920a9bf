package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.machinery.Quotas;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.Map;

/**
 * The quota controller: updates {@code status.hard} and {@code status.used} of ResourceQuotas. Source: "Resource
 * Quotas".
 */
public final class QuotaController {
    private static final Caller CALLER = Caller.controller("resourcequota-controller");

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    private final Quotas quotas;

    public QuotaController(ObjectStore store, ApiMachinery machinery, ControllerLoop loop, Quotas quotas) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
        this.quotas = quotas;
    }

    public void changed(Change change) {
        String namespace = change.key().namespace();
        if (!namespace.isEmpty() && !store.list(Kind.QUOTA, namespace).isEmpty()) {
            loop.soon("quota " + namespace, () -> reconcile(namespace));
        }
    }

    private void reconcile(String namespace) {
        for (ObjectNode quota : store.list(Kind.QUOTA, namespace)) {
            Map<String, String> hard = Json.strings(quota, "spec", "hard");
            ObjectNode used = Json.object();
            quotas.used(namespace, hard).forEach((resource, amount) -> used.put(resource, Quotas.print(resource, amount)));
            machinery.status(CALLER, ObjectKey.of(Kind.QUOTA, quota), object -> {
                ObjectNode status = Json.child(object, "status");
                status.set("hard", Json.object(hard));
                status.set("used", used);
            });
        }
    }
}
