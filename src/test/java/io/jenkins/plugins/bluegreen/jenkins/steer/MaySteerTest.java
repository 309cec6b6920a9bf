package io.jenkins.plugins.bluegreen.jenkins.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.jenkins.access.Right;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C112 Who may press a button:")
class MaySteerTest {
    private static final String JOB = "shop/backend";

    /** A user with the permission to roll back on some items, and perhaps on Jenkins. */
    private record User(boolean everywhere, Set<String> items) implements MaySteer.Access {
        static User on(String... items) {
            return new User(false, Set.of(items));
        }

        @Override
        public boolean onJenkins(Right right) {
            return everywhere && right == Right.ROLL_BACK;
        }

        @Override
        public boolean onItem(String fullName, Right right) {
            return items.contains(fullName) && right == Right.ROLL_BACK;
        }
    }

    private static boolean may(User user, String newestJob, String... allowed) {
        return MaySteer.may(Right.ROLL_BACK, user, newestJob, List.of(allowed));
    }

    @Test
    @DisplayName("with the permission on Jenkins, everybody")
    void everywhere() {
        User user = new User(true, Set.of());
        assertTrue(may(user, ""));
        assertTrue(may(user, JOB, "bank"));
        assertFalse(MaySteer.may(Right.PROMOTE, user, JOB, List.of()), "another permission");
    }

    @Test
    @DisplayName("with the permission on the newest release's job, as long as that job may use the cluster")
    void job() {
        assertTrue(may(User.on(JOB), JOB));
        assertTrue(may(User.on(JOB), JOB, "shop"));
        assertTrue(may(User.on(JOB), JOB, "bank", JOB));
        assertFalse(may(User.on(JOB), JOB, "bank"));
        assertFalse(may(User.on(JOB), JOB, "sho"));
        assertFalse(may(User.on("shop/frontend"), JOB));
        assertFalse(may(User.on(JOB), ""));
        assertFalse(may(User.on(""), ""), "no item has an empty name");
    }

    @Test
    @DisplayName("with the permission on a folder for which the cluster is reserved")
    void folder() {
        assertTrue(may(User.on("shop"), "", "bank", "shop"));
        assertFalse(may(User.on("shop"), "", "bank"));
        assertFalse(may(User.on("shop"), ""), "the cluster is for all jobs");
        assertFalse(may(User.on(), JOB, "shop"));
    }

    @Test
    @DisplayName("each button needs the permission of what it does; an abort brings back")
    void rights() {
        assertEquals(Right.ROLL_BACK, Button.ROLL_BACK.right());
        assertEquals(Right.PROMOTE, Button.PROMOTE.right());
        assertEquals(Right.PROMOTE, Button.DISCARD.right());
        assertEquals(Right.ROLL_BACK, Button.ABORT.right());
    }
}
