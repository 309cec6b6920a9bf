package io.jenkins.plugins.bluegreen.jenkins.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A message's thread")
class MessageThreadTest {
    private static String threads(String idOrName) {
        DiscordMessage message = MessageThread.begin(idOrName).content("c").build();
        return message.threadId() + " " + message.threadName();
    }

    @Test
    @DisplayName("is one that is there, by its id, or a new one, by its name")
    void idOrName() {
        assertEquals("123456789012345678 null", threads("123456789012345678"));
        assertEquals("null 2026", threads("2026"));
        assertEquals("null Shop", threads("Shop"));
        assertEquals("null null", threads(null));
    }

    @Test
    @DisplayName("is that of the post-build action too, which posts there")
    void action() {
        assertTrue(new ClassFileImporter()
                .importClasses(NotifierMessage.class)
                .get(NotifierMessage.class)
                .getMethodCallsFromSelf()
                .stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(DiscordNotifier.class)
                        && call.getName().equals("getThread")));
    }
}
