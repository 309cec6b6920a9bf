package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterConnections;
import io.jenkins.plugins.bluegreen.jenkins.config.HttpClients;
import io.jenkins.plugins.bluegreen.jenkins.config.SharedDiscord;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordThreads;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stops the plugin's threads and closes its connections when the controller shuts down. Threads stop before the
 * connections that they use.
 */
@Extension
public final class ControllerShutdown extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(ControllerShutdown.class.getName());

    @Override
    public void onBeforeShutdown() {
        // first: a release must not mistake a closed connection for a failure of its cluster, nor lose its last message
        stop(() -> ReleaseThreads.get().stop());
        stop(() -> SharedProbes.get().close());
        stop(() -> ClusterConnections.get().close());
        // before the client, which they would open again
        stop(() -> DiscordThreads.stop());
        stop(() -> SharedDiscord.get().close());
        stop(() -> HttpClients.close());
    }

    /** Runs one part; its failure does not keep the others from running. */
    private static void stop(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A part of Blue/Green Deploy was not shut down", e);
        }
    }
}
