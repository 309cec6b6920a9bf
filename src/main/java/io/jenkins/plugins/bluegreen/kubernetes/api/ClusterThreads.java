package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.util.concurrent.ThreadFactory;

/** The threads of a connection to a cluster: they keep no JVM alive, and their names say whose they are. */
public final class ClusterThreads {
    private ClusterThreads() {}

    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
