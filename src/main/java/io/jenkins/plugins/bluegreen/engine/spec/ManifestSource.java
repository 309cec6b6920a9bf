package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.Objects;

/** A manifest file: its name, for error messages, and its text. */
public final class ManifestSource implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String text;

    /** A file called {@code name}, as the user wrote it, that holds {@code text}. */
    public ManifestSource(String name, String text) {
        this.name = Objects.requireNonNull(name);
        this.text = Objects.requireNonNull(text);
    }

    /** The file's name, relative to where the user looks for it. */
    public String name() {
        return name;
    }

    /** YAML or JSON, any number of documents. */
    public String text() {
        return text;
    }
}
