package io.jenkins.plugins.bluegreen.engine.spec;

import static io.jenkins.plugins.bluegreen.engine.spec.Validation.requireLabel;

import java.io.Serializable;

/** The application of a release, and the build or the user that releases it. */
final class Identity implements Serializable {
    private static final long serialVersionUID = 1L;

    final String application;
    final String namespace;
    final String service;
    final String colorLabel;
    final String id;
    final String buildUrl;
    final String user;

    private Identity(Builder builder) {
        requireLabel("namespace", builder.namespace);
        if (builder.application != null) {
            requireLabel("app", builder.application);
        }
        if (builder.service != null) {
            requireLabel("service", builder.service);
        }
        application = builder.application;
        namespace = builder.namespace;
        service = builder.service;
        colorLabel = builder.colorLabel;
        id = builder.id;
        buildUrl = builder.buildUrl;
        user = builder.user;
    }

    static final class Builder {
        private final String namespace;
        private final String id;
        String application;
        String service;
        String colorLabel;
        String buildUrl = "";
        String user;

        Builder(String namespace, String id) {
            this.namespace = namespace;
            this.id = id;
        }

        Identity build() {
            return new Identity(this);
        }
    }
}
