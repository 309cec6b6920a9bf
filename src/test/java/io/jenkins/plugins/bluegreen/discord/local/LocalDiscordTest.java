package io.jenkins.plugins.bluegreen.discord.local;

import static io.jenkins.plugins.bluegreen.discord.local.Client.NOBODY;
import static io.jenkins.plugins.bluegreen.discord.local.rules.SingleQuoted.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The local Discord")
class LocalDiscordTest {
    private final LocalDiscord discord = LocalDiscord.start().unlimited();
    private final Client client = new Client();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    @DisplayName("a webhook's URL is like Discord's, another at each start")
    void url() {
        assertTrue(discord.webhook().matches("http://127\\.0\\.0\\.1:\\d+/api/webhooks/\\d{19}/[A-Za-z0-9_-]{68}"));
        assertEquals(discord.webhook(), discord.webhook());
        assertEquals(1, discord.secrets().size());
        assertTrue(discord.webhook().endsWith(discord.secrets().get(0)));
        try (LocalDiscord other = LocalDiscord.start()) {
            assertFalse(other.webhook().endsWith(discord.secrets().get(0)));
        }
    }

    @Test
    @DisplayName("a message is answered 204, with wait=true by itself; API versions are taken")
    void create() throws Exception {
        HttpResponse<String> plain = client.say(discord.webhook(), " hi ");
        assertEquals(204, plain.statusCode());
        assertEquals("", plain.body());
        HttpResponse<String> waited =
                client.say(discord.webhook().replace("/api/", "/api/v10/") + "?wait=true", "안녕 🚀");
        assertEquals(200, waited.statusCode());
        JsonNode message = json(waited.body());
        assertEquals("안녕 🚀", message.path("content").asText());
        assertTrue(message.has("channel_id") && message.path("edited_timestamp").isNull());
        assertEquals(List.of("hi", "안녕 🚀"), contents());
        assertEquals(message, discord.posts().get(1).body());
        assertTrue(discord.posts().get(0).id().compareTo(discord.posts().get(1).id()) < 0);
    }

    @Test
    @DisplayName("a refused message is not stored, and the refusal says where")
    void refuse() throws Exception {
        HttpResponse<String> refused =
                client.post(discord.webhook(), "{'embeds':[{'title':'" + "a".repeat(257) + "'}]," + NOBODY + "}");
        assertEquals(400, refused.statusCode());
        assertEquals(
                "Must be 256 or fewer in length.",
                json(refused.body()).at("/errors/embeds/0/title/_errors/0/message").asText());
        assertEquals(400, client.post(discord.webhook(), "{").statusCode());
        assertEquals(400, client.send("POST", discord.webhook(), "a=b", "text/plain", Duration.ofSeconds(9)).statusCode());
        assertTrue(discord.requests().get(0).refusal().contains("BASE_TYPE_MAX_LENGTH"));
        assertEquals(List.of(), discord.posts());
    }

    @Test
    @DisplayName("an edit replaces what it gives, clears what it gives as null, and pings nobody")
    void edit() throws Exception {
        client.post(
                discord.webhook(),
                "{'content':'<@&1> go','embeds':[{'title':' t '}],'allowed_mentions':{'roles':['1']}}");
        Post post = discord.posts().get(0);
        assertEquals(Set.of("role 1"), post.pings());
        assertNull(post.edited());
        String url = discord.webhook() + "/messages/" + post.id();
        HttpResponse<String> edited = client.patch(url, "{'embeds':[{'title':'u'}],'allowed_mentions':{'parse':['roles']}}");
        assertEquals(200, edited.statusCode());
        assertEquals("<@&1> go", post.body().path("content").asText());
        assertEquals("u", post.body().at("/embeds/0/title").asText());
        assertEquals(Set.of("role 1"), post.pings());
        assertNotNull(post.edited());
        client.patch(url, "{'content':null," + NOBODY + "}");
        assertEquals("", post.body().path("content").asText());
        assertEquals("t", post.states().get(0).at("/embeds/0/title").asText());
        assertEquals(3, post.states().size());
        assertEquals(400, client.patch(url, "{'embeds':[]," + NOBODY + "}").statusCode());
        assertEquals(400, client.patch(url, "{'username':'x'," + NOBODY + "}").statusCode());
        assertEquals(3, post.states().size());
        assertEquals(json(client.send("GET", url, "").body()), post.body());
    }

    @Test
    @DisplayName("a deleted message is no longer known")
    void delete() throws Exception {
        client.say(discord.webhook(), "a");
        Post post = discord.posts().get(0);
        String url = discord.webhook() + "/messages/" + post.id();
        assertEquals(204, client.delete(url).statusCode());
        assertTrue(post.deleted());
        assertError(404, 10008, client.delete(url));
        assertError(404, 10008, client.patch(url, "{'content':'b'," + NOBODY + "}"));
        assertEquals(1, discord.posts().size());
    }

    @Test
    @DisplayName("a thread's message needs the thread's id; an unknown thread is an unknown channel")
    void threads() throws Exception {
        String thread = discord.thread(discord.webhook(), "1.2.3");
        assertEquals(204, client.say(discord.webhook() + "?thread_id=" + thread, "in it").statusCode());
        assertError(404, 10003, client.say(discord.webhook() + "?thread_id=12345678901234567", "a"));
        assertError(404, 10003, client.say(discord.webhook("other") + "?thread_id=" + thread, "a"));
        Post post = discord.posts().get(0);
        assertEquals(thread, post.threadId());
        assertEquals(thread, post.body().path("channel_id").asText());
        String url = discord.webhook() + "/messages/" + post.id();
        assertError(404, 10008, client.delete(url));
        assertEquals(204, client.delete(url + "?thread_id=" + thread).statusCode());
    }

    @Test
    @DisplayName("a forum wants either thread_id or thread_name, a text channel no thread_name")
    void forum() throws Exception {
        String forum = discord.forum("releases");
        String named = "{'content':'a','thread_name':'1.2.3'," + NOBODY + "}";
        assertError(400, 220001, client.say(forum, "a"));
        assertError(400, 220003, client.post(discord.webhook(), named));
        String thread = json(client.post(forum + "?wait=true", named).body()).path("channel_id").asText();
        assertError(400, 220002, client.post(forum + "?thread_id=" + thread, named));
        assertEquals(204, client.say(forum + "?thread_id=" + thread, "b").statusCode());
        assertEquals(List.of(thread, thread), discord.posts(forum).stream().map(Post::threadId).toList());
        assertEquals(List.of(), discord.posts(discord.webhook()));
    }

    @Test
    @DisplayName("files come in a form, and an edit keeps those that it names")
    void files() throws Exception {
        String form = form("payload_json", "", "{'content':'log'," + NOBODY + ",'attachments':[{'id':0,'description':'d'}]}")
                + form("files[0]", "로그.txt", "line\n")
                + form("files[1]", "b.txt", "")
                + "--x--\r\n";
        HttpResponse<String> created = client.send(
                "POST", discord.webhook() + "?wait=true", form, "multipart/form-data; boundary=x", Duration.ofSeconds(9));
        assertEquals(200, created.statusCode(), created.body());
        Post post = discord.posts().get(0);
        assertEquals(Set.of("로그.txt", "b.txt"), post.files().keySet());
        assertArrayEquals("line\n".getBytes(), post.files().get("로그.txt"));
        JsonNode file = json(created.body()).at("/attachments/0");
        assertEquals(5, file.path("size").asInt());
        String url = discord.webhook() + "/messages/" + post.id();
        assertEquals(400, client.patch(url, "{'attachments':[{'id':'1234567890123456789'}]," + NOBODY + "}").statusCode());
        String keep = "{'attachments':[{'id':'" + file.path("id").asText() + "'}]," + NOBODY + "}";
        assertEquals(200, client.patch(url, keep).statusCode());
        assertEquals(Set.of("로그.txt"), post.files().keySet());
        String unknown = form("file", "a", "b") + "--x--\r\n";
        assertError(400, 50035, client.send(
                "POST", discord.webhook(), unknown, "multipart/form-data; boundary=x", Duration.ofSeconds(9)));
    }

    @Test
    @DisplayName("a wrong token, webhook, path or method is refused as Discord does, and too much is 413")
    void wrong() throws Exception {
        String url = discord.webhook();
        assertError(401, 50027, client.say(url.substring(0, url.length() - 1), "a"));
        assertError(404, 10015, client.say(url.replaceFirst("webhooks/\\d+", "webhooks/1234567890123456789"), "a"));
        assertError(404, 0, client.say("http://" + discord.address() + "/", "a"));
        assertError(405, 0, client.delete(url));
        assertError(413, 40005, client.say(url, "a".repeat(10 << 20)));
        assertEquals(url.substring(url.lastIndexOf('/') + 1), json(client.send("GET", url, "").body()).path("token").asText());
        assertTrue(discord.requests().stream().noneMatch(request -> request.toString().contains(discord.secrets().get(0))));
        assertTrue(discord.requests().get(0).path().matches("/api/webhooks/\\d+/\\*\\*\\*"));
    }

    private List<String> contents() {
        return discord.posts().stream().map(post -> post.body().path("content").asText()).toList();
    }

    private static String form(String name, String file, String value) {
        return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (file.isEmpty() ? "" : "; filename=\"" + file + "\"") + "\r\n\r\n" + value.replace('\'', '"') + "\r\n";
    }

    private static void assertError(int status, int code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(code, json(answer.body()).path("code").asInt(), answer.body());
    }
}
