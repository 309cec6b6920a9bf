package io.jenkins.plugins.bluegreen.jenkins.access;

import io.jenkins.plugins.bluegreen.engine.spec.Operation;

/** A permission of {@link BlueGreenPermissions}, as it is named in a matrix of users and permissions. */
public enum Right {
    /** To release new versions of applications. */
    RELEASE("Release"),
    /** To bring traffic back to the previous version, and to abort a release, which does the same. */
    ROLL_BACK("RollBack"),
    /** To give a held candidate the traffic, and to take it away. */
    PROMOTE("Promote");

    private final String id;

    Right(String id) {
        this.id = id;
    }

    /** The one that an operation needs. */
    public static Right of(Operation operation) {
        return switch (operation) {
            case RELEASE, HOLD -> RELEASE;
            case ROLL_BACK -> ROLL_BACK;
            case PROMOTE, DISCARD -> PROMOTE;
        };
    }

    /** Its name in the group, for people and for Configuration as Code. */
    public String id() {
        return id;
    }
}
