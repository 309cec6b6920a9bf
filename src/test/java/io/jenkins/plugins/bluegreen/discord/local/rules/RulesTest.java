package io.jenkins.plugins.bluegreen.discord.local.rules;

import static io.jenkins.plugins.bluegreen.discord.local.rules.SingleQuoted.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the local Discord accepts")
class RulesTest {
    /** Two chars, one code point. */
    private static final String ROCKET = "🚀";
    /** The characters that Python's str.strip() removes. */
    private static final String SPACES =
            "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000";

    static List<List<Object>> lengths() {
        return List.of(
                List.of("content", 2000, "{'content':'%s'}"),
                List.of("embeds.0.title", 256, "{'embeds':[{'title':'%s'}]}"),
                List.of("embeds.0.description", 4096, "{'embeds':[{'description':'%s'}]}"),
                List.of("embeds.0.fields.0.name", 256, "{'embeds':[{'fields':[{'name':'%s','value':'v'}]}]}"),
                List.of("embeds.0.fields.0.value", 1024, "{'embeds':[{'fields':[{'name':'n','value':'%s'}]}]}"),
                List.of("embeds.0.footer.text", 2048, "{'embeds':[{'footer':{'text':'%s'}}]}"),
                List.of("embeds.0.author.name", 256, "{'embeds':[{'author':{'name':'%s'}}]}"),
                List.of("username", 80, "{'content':'c','username':'%s'}"),
                List.of("thread_name", 100, "{'content':'c','thread_name':'%s'}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lengths")
    @DisplayName("lengths are code points of the stripped text")
    void lengths(List<Object> limit) {
        int most = (Integer) limit.get(1);
        String body = (String) limit.get(2);
        assertFine(body.formatted(ROCKET.repeat(most)));
        assertFine(node(body, SPACES + "a".repeat(most) + SPACES));
        assertRefused((String) limit.get(0), most == 80 || most == 100 ? "BASE_TYPE_BAD_LENGTH" : "BASE_TYPE_MAX_LENGTH",
                body.formatted(ROCKET.repeat(most + 1)));
        assertRefused((String) limit.get(0), most == 80 || most == 100 ? "BASE_TYPE_BAD_LENGTH" : "BASE_TYPE_MAX_LENGTH",
                body.formatted("a".repeat(most) + "\u200B"));
    }

    @Test
    @DisplayName("counts: 10 embeds, 25 fields, 10 files")
    void counts() {
        assertFine("{'embeds':[" + times(10, "{'title':'t'}") + "]}");
        assertRefused("embeds", "BASE_TYPE_MAX_LENGTH", "{'embeds':[" + times(11, "{'title':'t'}") + "]}");
        String field = "{'name':'n','value':'v'}";
        assertFine("{'embeds':[{'fields':[" + times(25, field) + "]}]}");
        assertRefused("embeds.0.fields", "BASE_TYPE_MAX_LENGTH", "{'embeds':[{'fields':[" + times(26, field) + "]}]}");
        assertNull(Rules.refusalOfCreate(body("{}"), Collections.nCopies(10, "f")));
        ObjectNode refusal = Rules.refusalOfCreate(body("{}"), Collections.nCopies(11, "f"));
        assertEquals("BASE_TYPE_MAX_LENGTH", code(refusal, "files"));
    }

    @Test
    @DisplayName("all embeds together have 6000, stripped")
    void sum() {
        String text = "a".repeat(988); // makes 994 with the six below
        String embed = "{'title':' t','description':'" + text + " ','footer':{'text':'f'},'author':{'name':'a'},"
                + "'fields':[{'name':'nn ','value':' v'}],'url':'https://a.example/'}";
        assertFine("{'embeds':[" + times(6, embed) + ",{'title':'" + ROCKET.repeat(36) + "'}]}");
        assertRefused(
                "embeds", "MAX_EMBED_SIZE_EXCEEDED", "{'embeds':[" + times(6, embed) + ",{'title':'" + "a".repeat(37) + "'}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'content':null}", "{'content':' \u3000'}", "{'embeds':[]}", "{'embeds':[{}]}",
        "{'embeds':[{'color':1}]}", "{'embeds':[{'title':' \u2028','url':'https://a.example'}]}",
        "{'embeds':[{'timestamp':'2026-01-02T03:04:05Z'}]}"})
    @DisplayName("nothing to see is an empty message, unless there is a file")
    void empty(String body) {
        assertEquals(50006, Rules.refusalOfCreate(body(body), List.of()).path("code").asInt());
        assertNull(Rules.refusalOfCreate(body(body), List.of("a.txt")));
        assertNull(Rules.refusalOfEdit(body(body), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'content':'\u200B'}", "{'embeds':[{'image':{'url':'https://a.example/'}}]}",
        "{'embeds':[{'title':'t'}],'flags':4100}",
        "{'embeds':[{'title':'t','color':16777215,'timestamp':'2026-01-02T03:04:05.123+09:00'}]}",
        "{'content':'c','username':'Jenkins','avatar_url':'https://a.example/x.png','tts':false}",
        "{'embeds':[{'title':'t','url':'http://10.0.0.1:8080/job/a%20b/?q=1#x'}]}",
        "{'embeds':[{'title':'t','url':'https://jenkins.example/job/배포'}]}"})
    @DisplayName("valid messages are accepted")
    void fine(String body) {
        assertFine(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            embeds.0.fields.0.name    | BASE_TYPE_REQUIRED | {"embeds":[{"fields":[{"name":" ","value":"v"}]}]}
            embeds.0.fields.0.value   | BASE_TYPE_REQUIRED | {"embeds":[{"fields":[{"name":"n"}]}]}
            embeds.0.author.name      | BASE_TYPE_REQUIRED | {"embeds":[{"title":"t","author":{}}]}
            embeds.0.footer.text      | BASE_TYPE_REQUIRED | {"embeds":[{"title":"t","footer":{"text":""}}]}
            embeds.0.color            | NUMBER_TYPE_MAX    | {"embeds":[{"title":"t","color":16777216}]}
            embeds.0.color            | NUMBER_TYPE_MIN    | {"embeds":[{"title":"t","color":-1}]}
            embeds.0.color            | NUMBER_TYPE_COERCE | {"embeds":[{"title":"t","color":"#fff"}]}
            embeds.0.timestamp        | DATE_TIME_TYPE_PARSE | {"embeds":[{"title":"t","timestamp":"1 May"}]}
            embeds.0.timestamp        | DATE_TIME_TYPE_PARSE | {"embeds":[{"title":"t","timestamp":1750000000}]}
            embeds.0.url              | URL_TYPE_INVALID_URL | {"embeds":[{"title":"t","url":"job/a/1/"}]}
            embeds.0.url              | URL_TYPE_INVALID_URL | {"embeds":[{"title":"t","url":"https://a.example/a b"}]}
            embeds.0.url              | URL_TYPE_INVALID_URL | {"embeds":[{"title":"t","url":"http:///x"}]}
            embeds.0.url              | URL_TYPE_INVALID_URL | {"embeds":[{"title":"t","url":"http://jenkins:8080/x"}]}
            embeds.0.url              | URL_TYPE_INVALID_URL | {"embeds":[{"title":"t","url":"http://localhost/x"}]}
            embeds.0.url              | URL_TYPE_INVALID_SCHEME | {"embeds":[{"title":"t","url":"ftp://a.example/"}]}
            embeds.0.url              | URL_TYPE_INVALID_SCHEME | {"embeds":[{"title":"t","url":"attachment://f"}]}
            embeds.0.image.url        | LOCAL_RULE | {"embeds":[{"image":{"url":"attachment://f"}}]}
            embeds.0.thumbnail.url    | BASE_TYPE_REQUIRED | {"embeds":[{"thumbnail":{}}]}
            embeds.0.colour           | LOCAL_RULE | {"embeds":[{"title":"t","colour":1}]}
            embeds.0.title            | STRING_TYPE_CONVERT | {"embeds":[{"title":5}]}
            embeds                    | LIST_TYPE_CONVERT | {"embeds":{}}
            avatar_url                | URL_TYPE_INVALID_URL | {"content":"c","avatar_url":"x"}
            username                  | USERNAME_INVALID_CONTAINS | {"content":"c","username":"My Discord"}
            username                  | USERNAME_INVALID_CONTAINS | {"content":"c","username":"CLYDE"}
            username                  | USERNAME_INVALID | {"content":"c","username":"Everyone"}
            username                  | BASE_TYPE_BAD_LENGTH | {"content":"c","username":" "}
            flags                     | LOCAL_RULE | {"content":"c","flags":64}
            tts                       | BOOLEAN_TYPE_CONVERT | {"content":"c","tts":1}
            message                   | LOCAL_RULE | {"content":"c","message":"m"}
            attachments.0.id          | MESSAGE_ATTACHMENT_ID_NOT_FOUND | {"content":"c","attachments":[{"id":0}]}
            allowed_mentions          | LOCAL_RULE | {"content":"c","allowed_mentions":null}
            allowed_mentions.parse.0  | BASE_TYPE_CHOICES | {"content":"c","allowed_mentions":{"parse":["here"]}}
            allowed_mentions.roles.0  | NUMBER_TYPE_COERCE | {"content":"c","allowed_mentions":{"roles":["admin"]}}
            allowed_mentions.roles.0  | NUMBER_TYPE_COERCE | {"content":"c","allowed_mentions":{"roles":[1]}}
            allowed_mentions.users.1  | SET_TYPE_ALREADY_CONTAINS_VALUE | {"content":"c","allowed_mentions":{"users":["1","1"]}}
            allowed_mentions          | MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE | {"content":"c","allowed_mentions":{"parse":["roles"],"roles":["1"]}}
            allowed_mentions          | MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE | {"content":"c","allowed_mentions":{"parse":["users"],"users":["1"]}}
            """)
    @DisplayName("invalid messages are refused")
    void refused(String path, String code, String body) {
        assertRefused(path, code, body);
    }

    @Test
    @DisplayName("allowed_mentions: 100 ids, and an empty list beside parse")
    void allowedMentions() {
        String ids = IntStream.range(1, 101).mapToObj(id -> "'" + id + "'").collect(Collectors.joining(","));
        assertFine("{'content':'c','allowed_mentions':{'roles':[" + ids + "]}}");
        assertRefused(
                "allowed_mentions.roles",
                "BASE_TYPE_MAX_LENGTH",
                "{'content':'c','allowed_mentions':{'roles':[" + ids + ",'101']}}");
        assertFine("{'content':'c','allowed_mentions':{'parse':['users','roles','everyone'],'users':[]}}");
        String absent = code(Rules.refusalOfCreate(json("{'content':'c'}"), List.of()), "allowed_mentions");
        assertEquals("LOCAL_RULE", absent);
        assertEquals("LOCAL_RULE", code(Rules.refusalOfEdit(json("{'content':'c'}"), List.of()), "allowed_mentions"));
    }

    @Test
    @DisplayName("an edit has no name, and of the flags only the embeds' suppression")
    void edit() {
        for (String key : List.of("'username':'u'", "'avatar_url':'https://a.example/'", "'thread_name':'t'", "'tts':true")) {
            ObjectNode refusal = Rules.refusalOfEdit(body("{'content':'c'," + key + "}"), List.of());
            assertEquals("LOCAL_RULE", code(refusal, key.split("'")[1]));
        }
        assertNull(Rules.refusalOfEdit(body("{'flags':4}"), List.of()));
        assertEquals("LOCAL_RULE", code(Rules.refusalOfEdit(body("{'flags':4096}"), List.of()), "flags"));
        assertNull(Rules.refusalOfEdit(body("{'attachments':[{'id':'1234567890123456789'}]}"), List.of()));
        ObjectNode taken = Rules.refusalOfEdit(body("{'content':'','embeds':[],'attachments':[]}"), List.of());
        assertEquals(50006, taken.path("code").asInt());
    }

    @Test
    @DisplayName("a file may be shown and described; half a surrogate pair and no object are no JSON")
    void files() {
        String body = "{'embeds':[{'image':{'url':'attachment://a.png'}}],'attachments':[{'id':'0','description':'d'}]}";
        assertNull(Rules.refusalOfCreate(body(body), List.of("a.png")));
        assertEquals(50109, Rules.refusalOfCreate(body("{'content':'\\ud83d'}"), List.of()).path("code").asInt());
        assertEquals(50109, Rules.refusalOfEdit(body("{'embeds':[{'title':'a\\ude80'}]}"), List.of()).path("code").asInt());
        assertEquals(50109, Rules.refusalOfCreate(json("[]"), List.of()).path("code").asInt());
    }

    @Test
    @DisplayName("a refusal is nested as Discord's, and tells all that is wrong")
    void nesting() {
        ObjectNode refusal =
                Rules.refusalOfCreate(body("{'embeds':[{'title':'t'},{'title':'" + "a".repeat(257) + "','color':-1}]}"), List.of());
        assertEquals(
                json("{'message':'Invalid Form Body','code':50035,'errors':{'embeds':{'1':{'title':{'_errors':[{'code':"
                        + "'BASE_TYPE_MAX_LENGTH','message':'Must be 256 or fewer in length.'}]},'color':{'_errors':[{'code':"
                        + "'NUMBER_TYPE_MIN','message':'int value should be greater than or equal to 0.'}]}}}}}"),
                refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            @everyone <@&1> <@2> | absent                          | everyone, role 1, user 2
            @here <@!2>          | absent                          | everyone, user 2
            @everyone <@&1> <@2> | {}                              |
            @everyone <@&1> <@2> | {"parse":[]}                    |
            @everyone <@&1> <@2> | {"parse":["everyone"]}          | everyone
            @here <@&1> <@2>     | {"parse":["roles"]}             | role 1
            @everyone <@&1> <@2> | {"parse":["users","roles"]}     | role 1, user 2
            @everyone <@&1> <@2> | {"roles":["1"]}                 | role 1
            <@&1> <@&3> <@2>     | {"roles":["3","4"],"users":[]}  | role 3
            <@&1> <@2>           | {"users":["1","2"]}             | user 2
            everyone <&1> @2     | absent                          |
            """)
    @DisplayName("pings: what the content mentions and allowed_mentions lets through")
    void pings(String content, String allowed, String pings) {
        ObjectNode body = (ObjectNode) json("{'content':'" + content + "','embeds':[{'description':'@everyone <@&9>'}]}");
        if (!allowed.equals("absent")) {
            body.set("allowed_mentions", json(allowed));
        }
        assertEquals(pings == null ? Set.of() : Set.of(pings.split(", ")), Rules.pings(body));
    }

    private static void assertFine(String body) {
        assertFine(body(body));
    }

    private static void assertFine(JsonNode body) {
        assertNull(Rules.refusalOfCreate(body, List.of()));
    }

    private static void assertRefused(String path, String code, String body) {
        ObjectNode refusal = Rules.refusalOfCreate(body(body), List.of());
        assertEquals(50035, refusal == null ? 0 : refusal.path("code").asInt(), () -> body + " is fine");
        assertEquals(code, code(refusal, path), refusal::toString);
    }

    private static String code(JsonNode refusal, String path) {
        JsonNode errors = refusal.at("/errors/" + path.replace('.', '/') + "/_errors");
        assertTrue(errors.size() == 1, refusal::toString);
        return errors.path(0).path("code").asText();
    }

    /** The body, with {@code allowed_mentions} if it has none. */
    private static JsonNode body(String text) {
        ObjectNode body = (ObjectNode) json(text);
        if (!body.has("allowed_mentions")) {
            body.putObject("allowed_mentions").putArray("parse");
        }
        return body;
    }

    /** Like {@link #body}, for a text that JSON would have to escape. */
    private static JsonNode node(String format, String text) {
        return body(format.formatted(text.chars()
                .mapToObj(c -> String.format("\\u%04x", c))
                .collect(Collectors.joining())));
    }

    private static String times(int count, String element) {
        return String.join(",", Collections.nCopies(count, element));
    }
}
