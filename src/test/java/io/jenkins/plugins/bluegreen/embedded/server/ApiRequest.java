package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request and what its path addresses. Source: "Kubernetes API Concepts", resource URIs.
 *
 * @param kind null for discovery, reviews and unknown paths
 * @param rest what follows the subresource (a proxy's path)
 */
public record ApiRequest(String method, String path, Map<String, String> query, String queryText,
        Map<String, String> headers, byte[] body, String group, String version, String resource, Kind kind,
        String namespace, String name, String subresource, String rest) {

    public static final String ADMIN_TOKEN = "embedded-admin-token";

    static ApiRequest of(String method, String uri, Map<String, String> headers, byte[] body) {
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        String queryText = mark < 0 ? "" : uri.substring(mark + 1);
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
        String group = "";
        String version = "";
        if (parts.get(0).equals("api") && parts.size() > 2) {
            version = parts.get(1);
            parts = parts.subList(2, parts.size());
        } else if (parts.get(0).equals("apis") && parts.size() > 3) {
            group = parts.get(1);
            version = parts.get(2);
            parts = parts.subList(3, parts.size());
        } else {
            parts = List.of();
        }
        String namespace = "";
        if (parts.size() > 2 && parts.get(0).equals("namespaces") && !parts.get(2).equals("status")) {
            namespace = parts.get(1);
            parts = parts.subList(2, parts.size());
        }
        String resource = parts.isEmpty() ? "" : parts.get(0);
        Optional<Kind> kind = Kind.served(group, version, resource);
        String rest = parts.size() > 3 ? "/" + String.join("/", parts.subList(3, parts.size())) : "/";
        return new ApiRequest(method, path, parameters(queryText), queryText, headers, body, group, version, resource,
                kind.orElse(null), namespace, parts.size() > 1 ? decode(parts.get(1)) : "", parts.size() > 2 ? parts.get(2) : "", rest);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The calling user; an unknown token counts as the client's, the token of a ServiceAccount is its user's name. */
    String user() {
        if (bearer().startsWith("system:serviceaccount:")) {
            return bearer();
        }
        return bearer().equals(ADMIN_TOKEN) ? Dispatcher.ADMIN : Dispatcher.USER;
    }

    String bearer() {
        return headers.getOrDefault("authorization", "").replaceFirst("^Bearer ", "");
    }

    String parameter(String parameter) {
        return query.getOrDefault(parameter, "");
    }

    boolean dryRun() {
        return parameter("dryRun").equals("All");
    }

    boolean isWatch() {
        return method.equals("GET") && kind != null && List.of("true", "1").contains(parameter("watch"));
    }

    String contentType() {
        String type = headers.getOrDefault("content-type", "");
        return type.contains(";") ? type.substring(0, type.indexOf(';')).trim() : type;
    }

    boolean isApply() {
        return method.equals("PATCH") && contentType().equals("application/apply-patch+yaml");
    }

    /** The field manager parameter, else derived from the user agent. */
    String manager() {
        String agent = headers.getOrDefault("user-agent", "unknown");
        return parameter("fieldManager").isEmpty() ? agent.split("/")[0] : parameter("fieldManager");
    }

    ObjectKey key() {
        return kind.key(namespace, name);
    }

    JsonNode json() {
        try {
            return body.length == 0 ? Json.object() : Json.read(body);
        } catch (IOException e) {
            throw StatusError.badRequest("the object provided is unrecognized: " + e.getMessage());
        }
    }

    /** The verb as in the audit log, but "apply" for an apply patch. */
    String verb() {
        boolean one = !name.isEmpty();
        return switch (method) {
            case "GET" -> isWatch() ? "watch" : one || kind == null ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> isApply() ? "apply" : "patch";
            case "DELETE" -> one ? "delete" : "deletecollection";
            default -> method.toLowerCase();
        };
    }
}
