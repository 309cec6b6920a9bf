package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import okhttp3.OkHttpClient;

/** The HTTP probes that all releases of the controller share, through Jenkins' proxy. */
@Extension
public final class SharedProbes extends ItemListener {
    private HttpProbes probes;

    static HttpProbes get() {
        return ExtensionList.lookupSingleton(SharedProbes.class).probes();
    }

    private synchronized HttpProbes probes() {
        if (probes == null) {
            probes = new HttpProbes(
                    JenkinsOkHttpClient.newClientBuilder(new OkHttpClient()).build());
        }
        return probes;
    }

    @Override
    public synchronized void onBeforeShutdown() {
        if (probes != null) {
            probes.close();
            probes = null;
        }
    }
}
