package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.bluegreen.jenkins.config.HttpClients;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;

/** The HTTP probes that all releases of the controller share. Created on first use, with Jenkins' proxy settings. */
@Extension
public final class SharedProbes {
    private HttpProbes probes;

    static SharedProbes get() {
        return ExtensionList.lookupSingleton(SharedProbes.class);
    }

    synchronized HttpProbes probes() {
        if (probes == null) {
            probes = new HttpProbes(HttpClients.create());
        }
        return probes;
    }

    /** Cancels the probes under way. */
    synchronized void close() {
        if (probes != null) {
            probes.close();
            probes = null;
        }
    }
}
