package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import okhttp3.OkHttpClient;

/**
 * The controller's only Discord client, so that all builds share one queue and one set of rate limits for each webhook.
 * Created on first use, closed when Jenkins shuts down. It uses Jenkins' proxy settings, as they are at each request.
 */
@Extension
public final class SharedDiscord extends ItemListener {
    private DiscordClient client;

    public static SharedDiscord get() {
        return ExtensionList.lookupSingleton(SharedDiscord.class);
    }

    public synchronized DiscordClient client() {
        if (client == null) {
            client = new DiscordClient(
                    JenkinsOkHttpClient.newClientBuilder(new OkHttpClient()).build());
        }
        return client;
    }

    @Override
    public synchronized void onBeforeShutdown() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
