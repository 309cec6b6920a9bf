package io.jenkins.plugins.bluegreen.jenkins.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a build's user may do by its job")
class JobAccessTest {
    private static final Map<Operation, Right> NEEDED = new EnumMap<>(Map.of(
            Operation.RELEASE, Right.RELEASE,
            Operation.HOLD, Right.RELEASE,
            Operation.ROLL_BACK, Right.ROLL_BACK,
            Operation.PROMOTE, Right.PROMOTE,
            Operation.DISCARD, Right.PROMOTE));

    @ParameterizedTest
    @EnumSource(Operation.class)
    @DisplayName("needs the permission of the operation, and no other")
    void needed(Operation operation) {
        for (Right granted : Right.values()) {
            String refusal = JobAccess.refusal("anna", "shop/backend", operation, List.of(granted)::contains);
            assertEquals(granted == NEEDED.get(operation), refusal == null, granted::id);
        }
    }

    @Test
    @DisplayName("is refused with the user, the permission, the job and what to do")
    void refused() {
        assertNull(JobAccess.refusal("SYSTEM", "shop/backend", Operation.RELEASE, right -> true));
        assertEquals(
                "anna may not do this by job shop/backend: the build runs as anna, who has no permission \"RollBack\""
                        + " (Blue/Green) on the job. Nothing was changed. Ask an administrator of Jenkins for the"
                        + " permission, or let the build run as a user who has it.",
                JobAccess.refusal("anna", "shop/backend", Operation.ROLL_BACK, right -> false));
    }
}
