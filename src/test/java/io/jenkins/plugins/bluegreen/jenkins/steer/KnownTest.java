package io.jenkins.plugins.bluegreen.jenkins.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C112 An application's page")
class KnownTest {
    private static List<Button> offered(Known known, boolean runsHere) {
        return Stream.of(Button.values()).filter(button -> known.offers(button, runsHere)).toList();
    }

    @Test
    @DisplayName("has no button that can do nothing")
    void buttons() {
        assertEquals(List.of(), offered(Known.NOTHING, false));
        assertEquals(List.of(Button.ABORT), offered(Known.NOTHING, true));
        assertEquals(List.of(Button.ROLL_BACK), offered(new Known(false, false, true, ""), false));
        assertEquals(List.of(Button.PROMOTE, Button.DISCARD), offered(new Known(false, true, false, ""), false));
        assertEquals(List.of(Button.PROMOTE, Button.DISCARD), offered(new Known(false, true, true, ""), false));
        assertEquals(List.of(), offered(new Known(true, true, true, ""), false), "another controller's release");
        assertEquals(List.of(Button.ABORT), offered(new Known(false, true, true, ""), true));
    }
}
