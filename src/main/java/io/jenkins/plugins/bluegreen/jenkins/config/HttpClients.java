package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import okhttp3.OkHttpClient;

/** Builds the HTTP clients of this controller. They share one pool of connections. */
public final class HttpClients {
    private static final OkHttpClient SHARED = new OkHttpClient();

    private HttpClients() {}

    /** A client with Jenkins' current proxy settings. */
    public static OkHttpClient create() {
        return JenkinsOkHttpClient.newClientBuilder(SHARED).build();
    }

    /** Cancels the requests under way and closes the idle connections. Clients stay usable. */
    public static void close() {
        SHARED.dispatcher().cancelAll();
        SHARED.connectionPool().evictAll();
    }
}
