package io.jenkins.plugins.bluegreen.jenkins.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where a release tells its story")
class NotifyTargetTest {
    @Test
    @DisplayName("is a webhook, and a thread of it if one is named")
    void text() {
        assertNull(NotifyTarget.text(null, "1"));
        assertNull(NotifyTarget.text(" ", null));
        assertEquals(new NotifyTarget("team", null), NotifyTarget.of(NotifyTarget.text(" team ", " ")));
        assertEquals(new NotifyTarget("team", "Shop: 1"), NotifyTarget.of(NotifyTarget.text("team", " Shop: 1")));
    }

    @Test
    @DisplayName("is refused if the thread's id is none")
    void badId() {
        assertThrows(DiscordException.class, () -> new NotifyTarget("team", "99999999999999999999").frame());
        new NotifyTarget("team", "123456789012345678").frame();
        new NotifyTarget("team", "2026").frame();
    }
}
