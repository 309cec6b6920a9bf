package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;

/**
 * The controller's only Discord client, so that all builds share one queue and one set of rate limits for each webhook.
 * Created on first use, with Jenkins' proxy settings.
 */
@Extension
public final class SharedDiscord {
    private DiscordClient client;

    public static SharedDiscord get() {
        return ExtensionList.lookupSingleton(SharedDiscord.class);
    }

    public synchronized DiscordClient client() {
        if (client == null) {
            client = new DiscordClient(HttpClients.create());
        }
        return client;
    }

    /** Sends nothing more: messages that still wait are lost. */
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
