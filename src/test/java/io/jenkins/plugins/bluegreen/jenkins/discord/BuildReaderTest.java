package io.jenkins.plugins.bluegreen.jenkins.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BuildReaderTest {
    /** As the one of credentials-binding. */
    private static final class MaskedException extends Exception {
        private static final long serialVersionUID = 1L;

        MaskedException(String message) {
            super(message);
        }
    }

    @Test
    @DisplayName("a failure that credentials-binding has masked is shown by its text, others by their type")
    void masked() {
        assertEquals("login with **** failed", BuildReader.line(new MaskedException("login with **** failed\nat x")));
        assertEquals(
                "It ended. Its last lines are in the build's log.",
                BuildReader.line(new MaskedException("It ended. Its last lines:\n  one\n  two")));
        assertEquals("MaskedException", BuildReader.line(new MaskedException("")));
        assertEquals("IllegalStateException", BuildReader.line(new IllegalStateException("token abc")));
    }
}
