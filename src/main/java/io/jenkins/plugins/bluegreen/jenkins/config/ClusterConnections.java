package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A cache of the connections that builds share, one for each login. A connection stays open while a build that uses it
 * runs, and after that as long as its cluster is configured and has no newer login. Unused connections are closed
 * whenever a build asks for a connection and whenever the configuration changes.
 */
@Extension
public final class ClusterConnections {
    private final Map<ClusterLogin, Shared> open = new HashMap<>();
    private final Map<String, ClusterLogin> newest = new HashMap<>();

    private static final class Shared {
        final ClusterConnection connection;
        final Map<Object, BooleanSupplier> users = new HashMap<>();

        Shared(ClusterConnection connection) {
            this.connection = connection;
        }
    }

    public static ClusterConnections get() {
        return ExtensionList.lookupSingleton(ClusterConnections.class);
    }

    /**
     * The connection of a login.
     *
     * @param user who uses it, a build or a release
     * @param needed whether it still does
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException if a certificate or key can't be read
     */
    synchronized ClusterConnection of(ClusterEntry cluster, ClusterLogin login, Object user, BooleanSupplier needed) {
        Shared shared = open.get(login);
        if (shared == null) {
            shared = new Shared(ClusterConnection.open(login.config()));
            open.put(login, shared);
        } else {
            shared.connection.renew(login.token());
        }
        shared.users.put(user, needed);
        newest.put(cluster.getName(), login);
        closeUnused();
        return shared.connection;
    }

    /** Forgets the logins of clusters that are no longer configured. */
    synchronized void configured(List<ClusterEntry> clusters) {
        newest.keySet().retainAll(clusters.stream().map(ClusterEntry::getName).toList());
        closeUnused();
    }

    private void closeUnused() {
        for (Iterator<Map.Entry<ClusterLogin, Shared>> entries = open.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<ClusterLogin, Shared> entry = entries.next();
            Shared shared = entry.getValue();
            shared.users.values().removeIf(needed -> !needed.getAsBoolean());
            if (shared.users.isEmpty() && !newest.containsValue(entry.getKey())) {
                entries.remove();
                shared.connection.close();
            }
        }
    }

    /** Closes all connections. */
    public synchronized void close() {
        open.values().forEach(shared -> shared.connection.close());
        open.clear();
        newest.clear();
    }
}
