package io.jenkins.plugins.bluegreen.embedded;

/** On whose behalf something is done. */
record Caller(String user, String manager, boolean dryRun) {

    static Caller controller(String name) {
        return new Caller("system:" + name, name, false);
    }

    Write write(String verb, ObjectKey key) {
        return new Write(user, manager, verb, key.kind().group(), key.kind().plural(), key.namespace(), key.name());
    }
}
