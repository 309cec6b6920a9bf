package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions of objects as one release has seen them last: the preconditions of its applies. In memory only: after a
 * restart an apply of an object that exists costs two requests more.
 */
public final class SeenVersions {
    /** No object has this resource version. An apply with it creates, and is refused where the object exists. */
    private static final String NONE = "1";

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Set<String> asWanted = ConcurrentHashMap.newKeySet();

    private record Seen(String uid, String resourceVersion) {}

    /** Remembers an object as the server answered it; one without a resource version does not exist. */
    public void saw(ResourceType type, String namespace, String name, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String path = type.path(namespace, name);
        if (metadata.path("resourceVersion").asText().isEmpty()) {
            forget(type, namespace, name);
        } else {
            seen.put(
                    path,
                    new Seen(
                            metadata.path("uid").asText(),
                            metadata.path("resourceVersion").asText()));
        }
    }

    /** Remembers whether an apply of what the release wants would change nothing of an object. */
    public void isAsWanted(ResourceType type, String namespace, String name, boolean unchanged) {
        if (unchanged) {
            asWanted.add(type.path(namespace, name));
        } else {
            asWanted.remove(type.path(namespace, name));
        }
    }

    /** What {@link #isAsWanted} has remembered last. */
    public boolean isAsWanted(ResourceType type, String namespace, String name) {
        return asWanted.contains(type.path(namespace, name));
    }

    /** The name, uid and resource version of an object that was there when it was seen last. */
    public Optional<JsonNode> metadata(ResourceType type, String namespace, String name) {
        return Optional.ofNullable(seen.get(type.path(namespace, name))).map(last -> ApiServer.JSON
                .createObjectNode()
                .put("name", name)
                .put("uid", last.uid)
                .put("resourceVersion", last.resourceVersion));
    }

    /** The object does not exist any more. */
    public void forget(ResourceType type, String namespace, String name) {
        seen.remove(type.path(namespace, name));
    }

    /** Makes the body of an apply take effect only on the object as it was seen; on none, if none was. */
    public void require(ResourceType type, String namespace, String name, ObjectNode body) {
        Seen last = seen.get(type.path(namespace, name));
        if (last == null) {
            body.withObject("/metadata").put("resourceVersion", NONE);
        } else {
            // without the uid, the apply would create a deleted object anew
            body.withObject("/metadata").put("uid", last.uid).put("resourceVersion", last.resourceVersion);
        }
    }
}
