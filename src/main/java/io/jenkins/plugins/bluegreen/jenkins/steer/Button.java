package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.access.Right;
import java.util.stream.Stream;

/** What a user can do with an application. */
enum Button {
    /** Brings the traffic back to the previous version. */
    ROLL_BACK("rollBack", Operation.ROLL_BACK, Right.of(Operation.ROLL_BACK)),
    /** Gives what is held the traffic. */
    PROMOTE("promote", Operation.PROMOTE, Right.of(Operation.PROMOTE)),
    /** Takes what is held away. */
    DISCARD("discard", Operation.DISCARD, Right.of(Operation.DISCARD)),
    /** Ends the release that runs, and brings it back. */
    ABORT("abort", null, Right.ROLL_BACK);

    private final String url;
    private final Operation operation;
    private final Right right;

    Button(String url, Operation operation, Right right) {
        this.url = url;
        this.operation = operation;
        this.right = right;
    }

    /** The one with this name in addresses; null if there is none. */
    static Button of(String url) {
        return Stream.of(values()).filter(button -> button.url.equals(url)).findFirst().orElse(null);
    }

    /** Its name in addresses. */
    String url() {
        return url;
    }

    /** The release that it starts; null: none. */
    Operation operation() {
        return operation;
    }

    /** The permission that it needs. */
    Right right() {
        return right;
    }

    /** Its label, in the user's language. */
    String label() {
        return switch (this) {
            case ROLL_BACK -> Messages.Button_rollBack();
            case PROMOTE -> Messages.Button_promote();
            case DISCARD -> Messages.Button_discard();
            case ABORT -> Messages.Button_abort();
        };
    }
}
