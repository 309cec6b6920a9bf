package io.jenkins.plugins.bluegreen.discord.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.discord.local.page.Markup;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The local Discord's page")
class ConversationPageTest {
    private final LocalDiscord discord = LocalDiscord.start().unlimited();
    private final Client client = new Client();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    @DisplayName("shows channels, threads, embeds, files, edits and what was deleted")
    void shows() throws Exception {
        discord.webhook("empty");
        String thread = discord.thread(discord.webhook(), "1.2.3");
        client.post(
                discord.webhook(),
                "{'username':'배포','content':'<@&7> @everyone','allowed_mentions':{'roles':['7']},'embeds':[{'title':'t','color':255,"
                        + "'url':'https://a.example/','footer':{'text':'f'},'fields':[{'name':'n','value':'v','inline':true}]}]}");
        client.say(discord.webhook() + "?thread_id=" + thread, "in the thread");
        client.say(discord.webhook(), "gone");
        String url = discord.webhook() + "/messages/";
        client.patch(url + discord.posts().get(0).id(), "{'flags':0," + Client.NOBODY + "}");
        client.patch(url + discord.posts().get(0).id(), "{'flags':0," + Client.NOBODY + "}");
        client.delete(url + discord.posts().get(2).id());
        String page = discord.conversation();
        assertHas(page, "#</span>empty</h4>", "No messages.", "#</span>deployments</h4>", "Thread: 1.2.3", "in the thread");
        assertHas(page, "배포</span>", "(edited, 2 times)", "(deleted)", "dc-deleted", "dc-pings");
        assertHas(page, "<span class='dc-ping'>@role 7</span> @everyone", "border-left-color:#0000ff", "dc-title dc-link");
        assertFalse(discord.conversationOf(discord.webhook()).contains("empty"));
    }

    @Test
    @DisplayName("takes hostile texts for texts, and shows neither a token nor an address")
    void hostile() throws Exception {
        String evil = "<script>x</script>\\\" onload=x &amp; hthttp://tp://a.example [a](http://b.example) **`http://c`** "
                + discord.webhook().replace(":", "\\\\:") + " " + discord.webhook();
        client.post(
                discord.webhook("<b>"),
                "{'username':'<i>','content':'" + evil + "'," + Client.NOBODY + ",'embeds':[{'title':'" + evil.substring(0, 90)
                        + "','url':'https://a.example/','author':{'name':'<u>'},'footer':{'text':'<u> http://x'},'description':'```\\n" + evil
                        + "```','image':{'url':'https://a.example/x.png'},'fields':[{'name':'<s>','value':'" + evil + "'}]}]}");
        assertEquals(1, discord.posts().size(), discord.requests()::toString);
        String page = discord.conversation();
        assertFalse(page.matches("(?s).*(<script|<u>|<s>|<i>|https?://|\" onload).*"), page);
        discord.secrets().forEach(secret -> assertFalse(page.contains(secret)));
        assertHas(page, "&lt;script&gt;", "***");
        assertFalse(LocalDiscord.STYLE.contains("://"));
        assertTrue(LocalDiscord.STYLE.lines().noneMatch(line -> line.matches("\\s*\\.(?!dc-).*")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            **a** b            | <b>a</b> b
            *a* _b_ a_b_c      | <i>a</i> <i>b</i> a_b_c
            **a *b* c**        | <b>a <i>b</i> c</b>
            \\*a\\* \\`b\\` \\<  | *a* `b` &lt;
            **a\\*\\*b**       | <b>a**b</b>
            `**a** <b>` b      | <code>**a** &lt;b&gt;</code> b
            ``a`b``            | <code>a`b</code>
            ~~a~~ __b__ **     | <s>a</s> <u>b</u> **
            [a *b*](https://x.example/y) | <span class='dc-link'>a <i>b</i></span>
            -# small           | <span class='dc-subtext'>small</span>
            > q                | <span class='dc-quote'>q</span>
            - item             | • item
            <@&1> <@2> @here   | <span class='dc-ping'>@role 1</span> @user 2 @here
            2 * 3 * 4          | 2 * 3 * 4
            """)
    @DisplayName("reads Discord's Markdown")
    void markdown(String text, String html) {
        assertEquals(html, new Markup(Set.of("role 1")).html(text.replace("\\\\", "\\")));
    }

    @Test
    @DisplayName("shows times by the wall clock, and blocks as they are")
    void timesAndBlocks() {
        Markup markup = new Markup(Set.of());
        String clock = Markup.clock(Instant.ofEpochSecond(1_750_000_000));
        assertEquals(
                "<span class='dc-time'>" + clock + "</span> <span class='dc-time'>" + clock + "</span>",
                markup.html("<t:1750000000:R> <t:1750000000>"));
        assertTrue(clock.matches("\\d\\d:\\d\\d:\\d\\d"));
        assertEquals("a\n<pre>**b**\n\nc</pre>d", markup.html("a\n```\n**b**\n\nc\n```\nd"));
        assertEquals("<pre>k: v</pre>", markup.html("```yaml\nk: v```"));
        assertTrue(markup.html("*_".repeat(2048)).length() > 4096, "the deepest text there is");
    }

    private static void assertHas(String page, String... parts) {
        for (String part : parts) {
            assertTrue(page.contains(part), part + " is not in " + page);
        }
    }
}
