package io.jenkins.plugins.bluegreen.embedded.store;

/**
 * The user and field manager of a request.
 *
 * @param strict whether fields that a kind does not have are refused rather than dropped
 */
public record Caller(String user, String manager, boolean dryRun, boolean strict) {

    public static Caller controller(String name) {
        return new Caller("system:" + name, name, false, false);
    }

    public boolean isController() {
        return user.startsWith("system:");
    }

    public Write write(String verb, ObjectKey key) {
        return new Write(user, manager, verb, key.kind().group(), key.kind().plural(), key.namespace(), key.name());
    }
}
