package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The token of one connection, which may end and be renewed while a release runs. Its provider is asked again at most
 * every 30 seconds, and at once when the cluster refuses the token; then the request is repeated once, which the
 * cluster has not looked at. The provider is asked in the thread of a request, which has a deadline: while it does not
 * answer, other requests use the token that is known, and no other cluster notices.
 */
public final class RenewedToken implements Interceptor {
    private static final Logger LOGGER = Logger.getLogger(RenewedToken.class.getName());
    private static final long ASK_MILLIS = 30_000;
    /** A provider whose token was refused right after it was asked may be asked again after this time. */
    private static final long REFUSED_MILLIS = 1_000;

    private static final String HEADER = "Authorization";
    private static final int UNAUTHORIZED = 401;

    private final OAuthTokenProvider provider;
    private final LongSupplier millis;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile String known;
    private volatile long askedAt;
    /** The refused token after which the provider was asked last. */
    private String askedFor;

    private boolean failing;

    RenewedToken(OAuthTokenProvider provider, String known, LongSupplier millis) {
        this.provider = provider;
        this.known = known;
        this.millis = millis;
        askedAt = known == null ? millis.getAsLong() - ASK_MILLIS : millis.getAsLong();
    }

    /** The token of a configuration with a provider; null without one. A token in the configuration is the first. */
    public static RenewedToken of(Config config) {
        OAuthTokenProvider provider = config.getOauthTokenProvider();
        return provider == null
                ? null
                : new RenewedToken(
                        provider, config.getOauthToken(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** Takes over what somebody else was told by the provider just now; null: nothing. */
    public void tell(String token) {
        if (token != null) {
            known = token;
            askedAt = millis.getAsLong();
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        String token = current();
        Response answer = chain.proceed(with(token, chain.request()));
        // what a Pod answers through the API server says nothing about our token
        if (answer.code() != UNAUTHORIZED
                || chain.request().url().encodedPathSegments().contains("proxy")) {
            return answer;
        }
        String renewed = afterRefusal(token);
        if (renewed == null || renewed.equals(token)) {
            return answer;
        }
        answer.close();
        return chain.proceed(with(renewed, chain.request()));
    }

    private static Request with(String token, Request request) {
        return token == null
                ? request
                : request.newBuilder().header(HEADER, "Bearer " + token).build();
    }

    /** The token for a request. Waits for nobody else who asks. */
    String current() {
        if (isOlder(ASK_MILLIS) && asking.tryLock()) {
            try {
                if (isOlder(ASK_MILLIS)) {
                    ask();
                }
            } finally {
                asking.unlock();
            }
        }
        return known;
    }

    /** The token after the cluster has refused one: the same if there is none newer. */
    String afterRefusal(String refused) throws IOException {
        try {
            // requests that were refused together ask once
            if (!asking.tryLock(ApiServer.TIMEOUT, TimeUnit.SECONDS)) {
                return known;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the token was asked for", e);
        }
        try {
            if (known == null || known.equals(refused) && (!refused.equals(askedFor) || isOlder(REFUSED_MILLIS))) {
                askedFor = refused;
                ask();
            }
            return known;
        } finally {
            asking.unlock();
        }
    }

    private boolean isOlder(long age) {
        return millis.getAsLong() - askedAt >= age;
    }

    /** Keeps the known token when the provider has none. */
    private void ask() {
        try {
            String token = provider.getToken();
            if (token != null && !token.isBlank()) {
                known = token.trim();
            }
            failing = false;
        } catch (RuntimeException e) {
            LOGGER.log(failing ? Level.FINE : Level.WARNING, "A cluster's token can't be asked for again", e);
            failing = true;
        } finally {
            // the answer may have taken long
            askedAt = millis.getAsLong();
        }
    }
}
