package io.jenkins.plugins.bluegreen.kubernetes;

import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import okhttp3.OkHttpClient;

/**
 * fabric8's okhttp transport without its redirects: fabric8 always follows them, and a Pod's login page, reached through
 * the Pod proxy, would then count as an answer of the Pod.
 */
final class ClusterTransport extends OkHttpClientFactory {
    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
        builder.followRedirects(false).followSslRedirects(false);
    }
}
