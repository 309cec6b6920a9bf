package io.jenkins.plugins.bluegreen.kubernetes.yaml;

/**
 * How much a release's manifests may hold. Far above what people write and low enough that nothing written by mistake or
 * malice takes a controller's memory or more than a moment.
 */
public final class Limits {
    /** All files together, in characters. */
    public static final int TEXT = 4 * 1024 * 1024;

    /** All objects of a release. */
    public static final int OBJECTS = 500;

    /** Maps, lists and values, aliases written out. */
    static final int VALUES = 200_000;

    /** Characters of all values, aliases written out and placeholders filled in. */
    static final int EXPANDED_TEXT = 2 * TEXT;

    /** Maps and lists within each other. */
    static final int DEPTH = 100;

    /** What the API server takes in one ConfigMap or Secret, in bytes (Kubernetes documentation, "ConfigMaps"). */
    public static final int CONFIGURATION = 1024 * 1024;

    private Limits() {}
}
