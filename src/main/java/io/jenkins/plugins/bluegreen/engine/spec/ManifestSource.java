package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.Objects;

/** A manifest file: its name, which error messages use, and its text. */
public final class ManifestSource implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String text;

    /** A file with its name as the user wrote it. */
    public ManifestSource(String name, String text) {
        this.name = Objects.requireNonNull(name);
        this.text = Objects.requireNonNull(text);
    }

    /** The file's name, relative to the workspace. */
    public String name() {
        return name;
    }

    /** YAML or JSON, with any number of documents. */
    public String text() {
        return text;
    }
}
