package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import okhttp3.OkHttpClient;

/** The controller's one client of Discord, by Jenkins' proxy as it is at the time of a request. */
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
