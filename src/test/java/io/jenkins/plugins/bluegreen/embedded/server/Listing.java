package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** Answers list requests, whole or in pages of one revision. Source: "Kubernetes API Concepts", large result sets. */
final class Listing {
    private static final String TOKEN_VERSION = "meta.k8s.io/v1";

    private final ObjectStore store;

    Listing(ObjectStore store) {
        this.store = store;
    }

    ObjectNode answer(ApiRequest request, Predicate<JsonNode> wanted) {
        return store.locked(() -> {
            String token = request.parameter("continue");
            tooNew(request.parameter("resourceVersion"));
            if (token.isEmpty()) {
                return page(request, wanted, store.revision(), "");
            }
            JsonNode place = place(token);
            return page(request, wanted, place.path("rv").asLong(), place.path("start").asText());
        });
    }

    private void tooNew(String version) {
        if (version.matches("\\d{1,18}") && Long.parseLong(version) > store.revision()) {
            ObjectNode details = Json.object();
            StatusError.addCauses(details,
                    List.of(new StatusError.Cause("ResourceVersionTooLarge", "", "Too large resource version")));
            throw new StatusError(504, "Timeout", "Timeout: Too large resource version: %s, current: %d"
                    .formatted(version, store.revision()), details);
        }
    }

    private ObjectNode page(ApiRequest request, Predicate<JsonNode> wanted, long revision, String after) {
        List<ObjectNode> all = store.listAt(request.kind(), request.namespace(), revision);
        if (all == null) {
            throw new StatusError(
                    410, "Expired", "The provided continue parameter is too old to display a consistent list result. "
                    + "You can start a new list without the continue parameter.");
        }
        List<ObjectNode> rest = all.stream().filter(wanted).filter(o -> place(o).compareTo(after) > 0).toList();
        boolean cached = request.parameter("resourceVersion").equals("0");
        int limit = request.parameter("limit").isEmpty() || cached ? 0 : Integer.parseInt(request.parameter("limit"));
        List<ObjectNode> page = limit == 0 || rest.size() <= limit ? rest : rest.subList(0, limit);
        boolean names = request.headers().getOrDefault("accept", "").contains("as=PartialObjectMetadataList");
        ObjectNode list = Json.object()
                .put("kind", names ? "PartialObjectMetadataList" : request.kind().kind() + "List")
                .put("apiVersion", names ? "meta.k8s.io/v1" : request.kind().apiVersion());
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (page.size() < rest.size()) {
            metadata.put("continue", token(revision, place(page.get(page.size() - 1))));
        }
        ArrayNode items = list.putArray("items");
        page.forEach(object -> items.add(item(object, names)));
        return list;
    }

    /** An item of a list. Only a list of metadata repeats the kind in each item. */
    private static ObjectNode item(ObjectNode object, boolean metadataOnly) {
        if (metadataOnly) {
            ObjectNode item = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            return item.set("metadata", object.get("metadata"));
        }
        ObjectNode item = Json.object().setAll(object);
        return item.without(List.of("kind", "apiVersion"));
    }

    /**
     * The continue position. It ends in NUL so that the next page begins after this object, and includes objects whose
     * names start with this name.
     */
    private static String place(ObjectNode object) {
        return Json.namespace(object) + "/" + Json.name(object) + "\0";
    }

    private static String token(long revision, String start) {
        ObjectNode token = Json.object().put("v", TOKEN_VERSION).put("rv", revision).put("start", start);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    private static JsonNode place(String token) {
        try {
            JsonNode place = Json.read(Base64.getUrlDecoder().decode(token));
            if (Json.text(place, "v").equals(TOKEN_VERSION)) {
                return place;
            }
            throw StatusError.badRequest("invalid continue token: continue key is not valid: " + new String(
                    Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw StatusError.badRequest("invalid continue token: continue key is not valid: " + e.getMessage());
        }
    }
}
