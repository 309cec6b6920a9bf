package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;

/** The addresses of Services: each belongs to one, and stays. Source: the Service registry, {@code allocIPs}. */
final class ClusterAddresses {
    private final ObjectStore store;

    ClusterAddresses(ObjectStore store) {
        this.store = store;
    }

    /**
     * @param before null for a creation
     * @param dryRun whether no address is allocated, so that one that is taken is accepted
     */
    void check(ObjectKey key, ObjectNode before, ObjectNode service, boolean dryRun) {
        String address = address(service);
        if (before != null) {
            String present = address(before);
            if (!present.isEmpty() && !address.isEmpty() && !present.equals(address)) {
                throw refused(key, "spec.clusterIPs[0]", address, "may not change once set");
            }
        } else if (!dryRun && !address.isEmpty() && !address.equals("None") && isTaken(key, address)) {
            throw refused(key, "spec.clusterIPs", address,
                    "failed to allocate IP " + address + ": provided IP is already allocated");
        }
    }

    private boolean isTaken(ObjectKey key, String address) {
        return store.list(Kind.SERVICE, "").stream()
                .anyMatch(other -> address(other).equals(address) && !ObjectKey.of(Kind.SERVICE, other).equals(key));
    }

    private static String address(ObjectNode service) {
        return Json.text(service, "spec", "clusterIP");
    }

    private static StatusError refused(ObjectKey key, String field, String address, String why) {
        String value = "Invalid value: [\"" + address + "\"]: " + why;
        return StatusError.invalid(key, List.of(new StatusError.Cause("FieldValueInvalid", field, value)));
    }
}
