package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.node.IntNode;
import io.jenkins.plugins.bluegreen.embedded.pods.ContainerRuntime;
import io.jenkins.plugins.bluegreen.embedded.pods.Kubelet;
import io.jenkins.plugins.bluegreen.embedded.pods.PodCall;
import io.jenkins.plugins.bluegreen.embedded.pods.PodRuntime;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Serves {@code pods/log} and {@code pods/proxy}. Source: "Logging Architecture", "Access Services Running on
 * Clusters".
 */
public final class PodSubresources {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Kubelet kubelet;

    public PodSubresources(Kubelet kubelet) {
        this.kubelet = kubelet;
    }

    ApiResponse log(ApiRequest request) {
        PodRuntime pod = kubelet.pod(request.namespace(), request.name());
        String asked = request.parameter("container");
        if (asked.isEmpty() && pod.containers().size() > 1) {
            throw StatusError.badRequest("a container name must be specified for pod %s, choose one of: %s"
                    .formatted(pod.name(), pod.containers().stream().map(ContainerRuntime::name).toList()));
        }
        ContainerRuntime container = pod.container(asked);
        if (container == null) {
            throw StatusError.badRequest("container %s is not valid for pod %s".formatted(asked, pod.name()));
        }
        if (!Json.has(pod.object(), "spec", "nodeName")) {
            return new ApiResponse(204, Map.of(), new byte[0], null);
        }
        boolean previous = request.parameter("previous").equals("true");
        // while a container waits for its next run, the last run's log is both the current and the previous one
        boolean waiting = container.state().has("waiting");
        byte[] log = container.log()
                .tail(previous && !waiting, number(request, "tailLines"), number(request, "limitBytes"));
        if (log == null) {
            throw StatusError.badRequest("previous terminated container \"%s\" in pod \"%s\" not found"
                    .formatted(container.name(), pod.name()));
        }
        if (!container.log().started()) {
            String reason = Json.text(container.state(), "waiting", "reason");
            throw StatusError.badRequest("container \"%s\" in pod \"%s\" is waiting to start: %s".formatted(container.name(), pod.name(),
                    pulling(reason)));
        }
        return ApiResponse.text(200, "text/plain", log);
    }

    /** A parameter's number; -1 if it is not given. */
    private static int number(ApiRequest request, String parameter) {
        String value = request.parameter(parameter);
        return value.isEmpty() ? -1 : Integer.parseInt(value);
    }

    private static String pulling(String reason) {
        return switch (reason) {
            case "ErrImagePull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
            default -> reason;
        };
    }

    /** The Pod's name in an id such as {@code http:name:8080}. */
    static String podName(String id) {
        String[] parts = id.split(":");
        return parts.length == 3 ? parts[1] : parts[0];
    }

    ApiResponse proxy(ApiRequest request) {
        String[] parts = request.name().split(":");
        PodRuntime pod = kubelet.pod(request.namespace(), podName(request.name()));
        String stated = parts.length == 1 ? "" : parts[parts.length - 1];
        int port = stated.isEmpty() ? Json.number(Json.items(pod.object(), "spec", "containers").get(0).path("ports").path(0), 80, "containerPort")
                : Integer.parseInt(stated);
        if (!Json.has(pod.object(), "status", "podIP")) {
            throw StatusError.badRequest("address not allowed");
        }
        String address = Json.text(pod.object(), "status", "podIP") + ":" + port;
        int loopback = kubelet.port(pod.uid(), IntNode.valueOf(port));
        if (loopback < 0) {
            throw unreachable("dial tcp " + address + ": connect: connection refused");
        }
        String path = request.rest() + (request.queryText().isEmpty() ? "" : "?" + request.queryText());
        try {
            PodCall.Reply reply = PodCall.send(parts.length == 3 ? parts[0] : "http", loopback, request.method(), path, request.body(), TIMEOUT);
            ApiResponse response = ApiResponse.text(reply.status(), reply.headers().getOrDefault("content-type", "text/plain"), reply.body());
            String location = reply.headers().getOrDefault("location", "");
            return location.isEmpty() ? response : response.with("Location", location);
        } catch (EOFException e) {
            throw unreachable("EOF");
        } catch (IOException e) {
            throw unreachable("dial tcp " + address + ": connect: connection refused");
        }
    }

    private static StatusError unreachable(String why) {
        return new StatusError(503, "ServiceUnavailable", "error trying to reach service: " + why);
    }
}
