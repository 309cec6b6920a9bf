package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts about lists and watches: pages, versions, bookmarks, and versions that are too old or too new. */
public interface ListFacts extends ServerFacts {
    private void three() {
        for (String name : List.of("a", "b", "c")) {
            api().post(core("configmaps"), configMap(name)).assertCode(201);
        }
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        list.body().path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    /** The test's own objects in a list's JSON, without {@code kube-root-ca.crt}, which may appear at any time. */
    private String mine(String more) {
        return core("configmaps?labelSelector=fact%3Dmine" + more);
    }

    @Test
    default void aListComesInPagesOfOneVersion() {
        three();
        Reply first = api().get(mine("&limit=2")).assertCode(200);
        assertEquals(List.of("a", "b"), names(first));
        assertFalse(first.at("/metadata/continue").isEmpty(), first.text());
        api().post(core("configmaps"), configMap("d")).assertCode(201);
        Reply second = api().get(mine("&limit=2&continue=" + first.at("/metadata/continue"))).assertCode(200);
        assertEquals(List.of("c"), names(second));
        assertEquals("", second.at("/metadata/continue"), second.text());
        assertEquals(first.version(), second.version(), "both pages are of one version");
        Reply refused = api().get(mine("&limit=2&continue=rubbish"));
        assertTrue(refused.at("/message").startsWith("invalid continue token: continue key is not valid:"),
                refused.text());
        assertEquals("400 BadRequest", refused.code() + " " + refused.at("/reason"));
    }

    @Test
    default void itemsOfAListDoNotRepeatTheirKind() {
        three();
        Reply list = api().get(mine("")).assertCode(200);
        assertEquals("ConfigMapList v1", list.at("/kind") + " " + list.at("/apiVersion"));
        assertEquals("", list.at("/items/0/kind") + list.at("/items/0/apiVersion"), list.text());
    }

    @Test
    default void aListOfMetadataLeavesTheContentOut() {
        api().post(core("secrets"), "{metadata: {name: s, labels: {fact: mine}}, data: {password: c2VjcmV0}}")
                .assertCode(201);
        Reply list = api().get(core("secrets?labelSelector=fact%3Dmine"),
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json").assertCode(200);
        assertEquals("PartialObjectMetadataList meta.k8s.io/v1", list.at("/kind") + " " + list.at("/apiVersion"));
        assertEquals("PartialObjectMetadata s", list.at("/items/0/kind") + " " + list.at("/items/0/metadata/name"));
        assertFalse(list.text().contains("c2VjcmV0"), list.text());
    }

    @Test
    default void aListOfAVersionThatIsNotThereYetIs504() {
        Reply refused = api().get(core("configmaps?resourceVersion=999999999"));
        assertTrue(refused.at("/message").startsWith("Timeout: Too large resource version: 999999999, current: "),
                refused.text());
        assertEquals("504 Timeout", refused.code() + " " + refused.at("/reason"));
        refused.assertCauses("ResourceVersionTooLarge : Too large resource version");
    }

    @Test
    default void aWatchTellsWhatWasAfterTheVersionInOrderAndEndsInTime() {
        String version = api().get(mine("")).version();
        api().post(core("configmaps"), configMap("a")).assertCode(201);
        api().merge(core("configmaps/a"), "{data: {x: 'y'}}").assertCode(200);
        api().merge(core("configmaps/a"), "{metadata: {labels: {fact: other}}}").assertCode(200);
        api().post(core("configmaps"), configMap("b")).assertCode(201);
        String deleted = api().get(core("configmaps/b")).version();
        api().delete(core("configmaps/b"), "").assertCode(200);
        List<String> seen = new ArrayList<>();
        List<JsonNode> events = api().watch(mine("&watch=true&timeoutSeconds=1&resourceVersion=" + version));
        events.forEach(e -> seen.add(e.path("type").asText() + " " + e.at("/object/metadata/name").asText()));
        assertEquals(List.of("ADDED a", "MODIFIED a", "DELETED a", "ADDED b", "DELETED b"), seen);
        assertEquals("ConfigMap", events.get(0).at("/object/kind").asText());
        assertTrue(events.get(4).at("/object/metadata/resourceVersion").asLong() > Long.parseLong(deleted),
                "the deletion is a version");
    }

    @Test
    default void aWatchThatAllowsBookmarksGetsOneBeforeItEnds() {
        String version = api().get(mine("")).version();
        String last = api().post(core("configmaps"), configMap("a").replace("mine", "others")).assertCode(201)
                .version();
        List<JsonNode> events = List.of();
        // a busy server may end a watch before the bookmark, which it means to send about two seconds before the end
        for (int attempt = 1; events.isEmpty() && attempt <= 3; attempt++) {
            events = api()
                    .watch(mine("&watch=true&allowWatchBookmarks=true&timeoutSeconds=5&resourceVersion=" + version));
        }
        assertFalse(events.isEmpty(), "no bookmark in three watches");
        assertTrue(events.stream().allMatch(event -> event.path("type").asText().equals("BOOKMARK")),
                events.toString());
        JsonNode bookmark = events.get(events.size() - 1);
        assertEquals("BOOKMARK ConfigMap v1", bookmark.path("type").asText() + " " + bookmark.at("/object/kind")
                .asText() + " "
                + bookmark.at("/object/apiVersion").asText());
        assertTrue(bookmark.at("/object/metadata/resourceVersion").asLong() >= Long.parseLong(last),
                bookmark.toString());
        assertEquals("", bookmark.at("/object/metadata/name").asText(), bookmark.toString());
    }

    @Test
    default void aWatchFromAVersionThatIsForgottenEndsWith410() {
        List<JsonNode> events = api().watch(mine("&watch=true&timeoutSeconds=1&resourceVersion=1"));
        assumeTrue(!events.isEmpty(), "the server has not forgotten version 1 yet");
        JsonNode status = events.get(0).path("object");
        assertEquals("ERROR Status", events.get(0).path("type").asText() + " " + status.path("kind").asText(),
                events.toString());
        assertEquals("410 Expired", status.path("code").asText() + " " + status.path("reason").asText());
        assertTrue(status.path("message").asText().matches("too old resource version: 1 \\(\\d+\\)"),
                status.toString());
        assertEquals(1, events.size(), "nothing comes after it");
    }

    @Test
    default void anUnknownGroupIsATextAndAnUnknownResourceAStatus() {
        Reply group = api().get("/apis/example.com/v1/namespaces/" + namespace() + "/widgets").assertCode(404);
        assertEquals("404 page not found\n", group.text());
        assertEquals("404 page not found\n", api().get("/apis/example.com/v1").assertCode(404).text());
        api().get(core("widgets")).assertRefused(404, "NotFound", "the server could not find the requested resource")
                .assertDetails("{}");
        api().get(core("configmaps/a/scale"))
                .assertRefused(404, "NotFound", "the server could not find the requested resource");
    }

    @Test
    default void aMethodOrAFormatThatIsNotServedIsRefused() {
        three();
        api().put(core("configmaps"), "{a: b}").assertRefused(405, "MethodNotAllowed",
                "the server does not allow this method on the requested resource").assertDetails("{}");
        api().send("PATCH", core("configmaps/a"), "application/example", "{a: b}")
                .assertRefused(415, "UnsupportedMediaType", "415: Unsupported Media Type").assertDetails("{}");
    }
}
