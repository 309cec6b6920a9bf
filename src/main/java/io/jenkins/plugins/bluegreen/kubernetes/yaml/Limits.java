package io.jenkins.plugins.bluegreen.kubernetes.yaml;

/**
 * Limits on the size of a release's manifests. Far above what people write, and low enough that no file, by mistake or
 * by malice, takes a controller's memory or more than a moment.
 */
public final class Limits {
    /** All files together, in characters. */
    public static final int TEXT = 4 * 1024 * 1024;

    /** All objects of a release. */
    public static final int OBJECTS = 500;

    /** Maps, lists and values, with aliases written out. */
    static final int VALUES = 200_000;

    /** Characters of all values, with aliases written out and placeholders filled in. */
    static final int EXPANDED_TEXT = 2 * TEXT;

    /** Maps and lists within each other. */
    static final int DEPTH = 100;

    /** The API server's limit on one ConfigMap or Secret, in bytes (Kubernetes documentation, "ConfigMaps"). */
    public static final int CONFIGURATION = 1024 * 1024;

    private Limits() {}

    /** Refuses a node that is too deep, or one too many. */
    static void check(Place place, int depth, int values) {
        if (depth > DEPTH) {
            throw place.error("manifest.depth", DEPTH);
        }
        if (values > VALUES) {
            throw place.error("manifest.values", VALUES);
        }
    }
}
