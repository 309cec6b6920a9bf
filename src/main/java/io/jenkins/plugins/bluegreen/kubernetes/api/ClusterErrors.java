package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException.Kind;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns failed requests to the API server into exceptions whose sentences name the verb and the object. */
public final class ClusterErrors {
    /** The key for a 404 without a {@code Status}, which an API server never answers for a missing object. */
    static final String NO_STATUS = "cluster.noStatus";

    /** What Java says before the useful half of a sentence. */
    private static final Pattern JAVA = Pattern.compile(
            "(?:[a-z][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error): |PKIX path (?:building|validation) failed: ");

    private static final String CHANGED = "cluster.changed";
    private static final String OWNED = "cluster.owned";
    private static final Set<String> READS = Set.of("get", "list", "watch");
    /** Where fabric8's text has the address. */
    private static final Pattern SERVER = Pattern.compile("at: (https?://[^/\\s]+)");

    private ClusterErrors() {}

    /**
     * The exception for a refusal.
     *
     * @param verb as in RBAC
     * @param object as users name it
     * @param status the {@code Status} in the answer, or an empty object
     * @param retryAfter the header, or null
     * @param server the API server's address
     */
    public static ClusterException refused(
            String verb, String object, int code, JsonNode status, String retryAfter, String server) {
        String message = message(code, status);
        Kind kind = kind(verb, code, message);
        String reason = status.path("reason").asText();
        if (kind == Kind.NOT_FOUND && status.path("kind").isMissingNode()) {
            // a proxy's page or a wrong path: the object may well exist
            return new ClusterException(Kind.INVALID, Sentence.of(NO_STATUS, verb, object, code), 0, null);
        }
        String key =
                switch (kind) {
                    case NOT_FOUND -> "cluster.notFound";
                    case CONFLICT -> reason.equals("AlreadyExists")
                            ? "cluster.exists"
                            : isOwned(message) ? OWNED : CHANGED;
                    case FORBIDDEN -> "cluster.forbidden";
                    case INVALID -> isFull(message) ? "cluster.full" : "cluster.invalid";
                    case UNAVAILABLE -> code == 401
                            ? "cluster.unauthorized"
                            : code == 409 && verb.equals("apply") ? CHANGED : "cluster.busy";
                };
        return new ClusterException(
                kind, Sentence.of(key, verb, object, message, code, server), retryMillis(status, retryAfter), null);
    }

    /** The exception for a request without an answer. */
    public static ClusterException unreachable(String verb, String object, Throwable problem) {
        Throwable cause = root(problem);
        if (cause instanceof KubernetesClientException refusal && refusal.getCode() > 0) {
            return refused(verb, object, refusal);
        }
        String key = "cluster.unreachable";
        if (cause instanceof TimeoutException || cause instanceof InterruptedIOException) {
            key = "cluster.timeout";
        } else if (cause instanceof SSLException) {
            key = "cluster.tls";
        } else if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
            key = "cluster.connect";
        }
        return new ClusterException(Kind.UNAVAILABLE, Sentence.of(key, verb, object, describe(cause)), 0, problem);
    }

    /** The exception for an interruption of the thread that waited for the answer. */
    public static ClusterException interrupted(String verb, String object, InterruptedException cause) {
        return new ClusterException(Kind.UNAVAILABLE, Sentence.of("cluster.interrupted", verb, object), 0, cause);
    }

    private static ClusterException refused(String verb, String object, KubernetesClientException refusal) {
        JsonNode status = refusal.getStatus() == null
                ? ApiServer.JSON.createObjectNode()
                : ApiServer.JSON.valueToTree(refusal.getStatus());
        Matcher server = SERVER.matcher(String.valueOf(refusal.getMessage()));
        return refused(verb, object, refusal.getCode(), status, null, server.find() ? server.group(1) : "?");
    }

    /** Whether a write was refused because the object is not as its precondition says. */
    public static boolean isChanged(ClusterException refusal) {
        return refusal.sentence().key().equals(CHANGED);
    }

    /** Whether an apply was refused because other field managers own some of its fields. */
    static boolean isOwned(ClusterException refusal) {
        return refusal.sentence().key().equals(OWNED);
    }

    /** The refusal of a write that may be decided on and tried again. */
    public static ClusterException again(ClusterException refusal) {
        return new ClusterException(Kind.UNAVAILABLE, refusal.sentence(), refusal.retryAfterMillis(), refusal);
    }

    private static boolean isOwned(String message) {
        return message.startsWith("Apply failed");
    }

    // no address or node port is left for a Service: nobody gives one back while a release waits
    private static boolean isFull(String message) {
        return message.endsWith("range is full");
    }

    private static Kind kind(String verb, int code, String message) {
        return switch (code) {
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            // an apply that owns all its fields can only conflict with a concurrent write
            case 409 -> READS.contains(verb) || verb.equals("apply") && !isOwned(message)
                    ? Kind.UNAVAILABLE
                    : Kind.CONFLICT;
            // a token is renewed and an authenticator comes back: a running release waits for that
            case 401, 408, 429 -> Kind.UNAVAILABLE;
            // server-side apply answers 500 for an unknown field
            case 500 -> message.contains("failed to create typed patch object") || isFull(message)
                    ? Kind.INVALID
                    : Kind.UNAVAILABLE;
            default -> code >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
        };
    }

    private static String message(int code, JsonNode status) {
        String message = status.path("message").asText();
        return message.isBlank() ? "HTTP " + code : RefusalText.withoutValues(message);
    }

    private static long retryMillis(JsonNode status, String retryAfter) {
        if (retryAfter != null && retryAfter.matches("\\d{1,6}")) {
            return Long.parseLong(retryAfter) * 1000;
        }
        return status.path("details").path("retryAfterSeconds").asLong() * 1000;
    }

    private static Throwable root(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null
                && (cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof KubernetesClientException refusal && refusal.getCode() <= 0)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage() == null ? "" : JAVA.matcher(cause.getMessage()).replaceAll("");
        return message.isBlank() ? name : message;
    }
}
