package io.jenkins.plugins.bluegreen.embedded;

/**
 * On whose behalf something is done.
 *
 * @param strict whether fields that a kind does not have are refused rather than dropped
 */
record Caller(String user, String manager, boolean dryRun, boolean strict) {

    static Caller controller(String name) {
        return new Caller("system:" + name, name, false, false);
    }

    boolean isController() {
        return user.startsWith("system:");
    }

    Write write(String verb, ObjectKey key) {
        return new Write(user, manager, verb, key.kind().group(), key.kind().plural(), key.namespace(), key.name());
    }
}
