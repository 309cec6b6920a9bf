package io.jenkins.plugins.bluegreen.discord.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    @DisplayName("the underscores of an address are not escaped: Discord would link to the escapes too")
    void links() {
        assertEquals(
                "my\\_app at https://ci.example.com/job/my_app__x/~1/#log and \\*more\\_",
                Markdown.escape("my_app at https://ci.example.com/job/my_app__x/~1/#log and *more_"));
        assertEquals("http\\_x a\\_b", Markdown.escape("http_x a_b"));
    }

    @Test
    @DisplayName("an address ends where Markdown could begin")
    void ends() {
        assertEquals("\\<https://a.b/c_d\\>", Markdown.escape("<https://a.b/c_d>"));
        assertEquals("https://a.b/\\*\\*x\\*\\*", Markdown.escape("https://a.b/**x**"));
        assertEquals("\\[x\\](https://a.b/)", Markdown.escape("[x](https://a.b/)"));
    }
}
