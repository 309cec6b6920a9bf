package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Parses kubeconfigs that need no commands and no files. fabric8 would run {@code exec} commands and read files on the
 * Jenkins controller, so both are refused before fabric8 sees the text.
 */
public final class Kubeconfig {
    private static final List<String> COMMANDS = List.of("exec", "auth-provider");
    private static final List<String> FILES_OF_USERS = List.of("client-certificate", "client-key", "tokenFile");
    private static final List<String> FILES_OF_CLUSTERS = List.of("certificate-authority");

    private Kubeconfig() {}

    /**
     * The settings of the current context. Nothing comes from the environment, a service account or a file.
     *
     * @throws ReleaseException when the text is no kubeconfig, or refers to commands or files
     */
    public static Config parse(String text) {
        JsonNode tree = tree(text);
        for (JsonNode user : tree.path("users")) {
            refuse(user, "user", COMMANDS, "kubeconfig.command");
            refuse(user, "user", FILES_OF_USERS, "kubeconfig.file");
        }
        for (JsonNode cluster : tree.path("clusters")) {
            refuse(cluster, "cluster", FILES_OF_CLUSTERS, "kubeconfig.file");
        }
        requireServer(tree);
        return Config.fromKubeconfig(text);
    }

    private static JsonNode tree(String text) {
        try {
            JsonNode tree = ApiServer.JSON.valueToTree(Serialization.unmarshal(text, Object.class));
            if (tree.isObject()) {
                return tree;
            }
        } catch (KubernetesClientException | YamlEngineException | IllegalArgumentException e) {
            // no cause: its message quotes the text, which holds a token
            throw new ReleaseException(Sentence.of("kubeconfig.unreadable"));
        }
        throw new ReleaseException(Sentence.of("kubeconfig.unreadable"));
    }

    private static void refuse(JsonNode entry, String what, List<String> fields, String key) {
        for (String field : fields) {
            JsonNode value = entry.path(what).path(field);
            // a map's text is empty too, and exec is a map
            boolean empty = value.isTextual() && value.textValue().isEmpty();
            if (!value.isMissingNode() && !value.isNull() && !empty) {
                throw new ReleaseException(Sentence.of(key, what, entry.path("name").asText(), field));
            }
        }
    }

    private static void requireServer(JsonNode tree) {
        String current = tree.path("current-context").asText();
        JsonNode context = named(tree.path("contexts"), current).path("context");
        JsonNode cluster = named(tree.path("clusters"), context.path("cluster").asText());
        if (context.isMissingNode()) {
            throw new ReleaseException(Sentence.of("kubeconfig.context", current));
        }
        if (!cluster.path("cluster").path("server").asText().matches("https?://.+")) {
            throw new ReleaseException(
                    Sentence.of("kubeconfig.server", context.path("cluster").asText()));
        }
    }

    private static JsonNode named(JsonNode entries, String name) {
        for (JsonNode entry : entries) {
            if (entry.path("name").asText().equals(name)) {
                return entry;
            }
        }
        return ApiServer.JSON.missingNode();
    }
}
