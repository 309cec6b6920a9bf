package io.jenkins.plugins.bluegreen.engine.cluster;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/** An object beside the Services that carries traffic: an Ingress, a route or Gateway, a NetworkPolicy. */
public final class Route implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String apiVersion;
    private final String kind;
    private final String name;

    public Route(String apiVersion, String kind, String name) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.name = name;
    }

    /** Its {@code apiVersion}. */
    public String apiVersion() {
        return apiVersion;
    }

    /** Its kind and name. */
    public ObjectRef ref() {
        return new ObjectRef(kind, name);
    }

    /** Whether it decides who may reach Pods, not where requests go. */
    public boolean isPolicy() {
        return kind.equals("NetworkPolicy");
    }

    /** All that names it, in one word: {@code networking.k8s.io/v1/Ingress/shop}. */
    public String path() {
        return apiVersion + "/" + kind + "/" + name;
    }

    /** What {@link #path} wrote; empty for any other text. */
    public static Optional<Route> ofPath(String path) {
        String[] parts = path.split("/");
        return parts.length == 4
                ? Optional.of(new Route(parts[0] + "/" + parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Route route && path().equals(route.path());
    }

    @Override
    public int hashCode() {
        return Objects.hash(path());
    }

    /** {@code Ingress/shop}. */
    @Override
    public String toString() {
        return ref().toString();
    }
}
