package io.jenkins.plugins.bluegreen.engine.spec;

/** The part of the builder of a {@link ReleaseSpec} that sets its {@link Source}. */
abstract class SourceParameters<B> {
    final Source.Builder source = new Source.Builder();

    abstract B self();

    public B image(String value) {
        source.image = value;
        return self();
    }

    public B buildNumber(String value) {
        source.buildNumber = value;
        return self();
    }

    /** Adds a manifest file. */
    public B manifest(String name, String text) {
        source.manifests.add(new ManifestSource(name, text));
        return self();
    }

    /** Sets the image of a container. */
    public B image(String container, String value) {
        source.images.put(container, value);
        return self();
    }

    /** Sets the value of the placeholder {@code ${name}} in the manifests. */
    public B variable(String name, String value) {
        source.variables.put(name, value);
        return self();
    }

    public B mask(SecretMask value) {
        source.mask = value;
        return self();
    }

    public B placeholders(String value) {
        source.placeholders = value;
        return self();
    }

    public B workload(String value) {
        source.workload = value;
        return self();
    }
}
