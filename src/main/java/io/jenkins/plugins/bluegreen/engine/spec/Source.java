package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifests of a release and the values that are filled into them. */
public final class Source implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final SecretMask NOTHING = SecretMask.of(List.of());

    private final ArrayList<ManifestSource> manifests;
    private final String image;
    private final TreeMap<String, String> images;
    private final TreeMap<String, String> variables;
    private final String buildNumber;
    private final String placeholders;
    private final String workload;
    /** Null in a state that an older version has saved. */
    private final SecretMask mask;

    private Source(Builder builder) {
        manifests = new ArrayList<>(builder.manifests);
        image = builder.image;
        images = new TreeMap<>(builder.images);
        variables = new TreeMap<>(builder.variables);
        buildNumber = builder.buildNumber;
        placeholders = builder.placeholders;
        workload = builder.workload;
        mask = builder.mask;
    }

    /** The manifest files, in order. */
    public List<ManifestSource> manifests() {
        return List.copyOf(manifests);
    }

    /** The image of the container that runs the same repository, else of the first; null: the manifest's. */
    public String image() {
        return image;
    }

    /** Images by container name. */
    public Map<String, String> images() {
        return Map.copyOf(images);
    }

    /** The values of the manifests' placeholders {@code ${NAME}}, by name. */
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** The value of {@code ${BUILD_NUMBER}}; null: that placeholder is unknown. */
    public String buildNumber() {
        return buildNumber;
    }

    /** What stands around {@code NAME} in a placeholder, as {@code __NAME__}; null: <code>${NAME}</code>. */
    public String placeholders() {
        return placeholders;
    }

    /** The Deployment that carries the traffic, with or without its colour; null: the only one. */
    public String workload() {
        return workload;
    }

    /** All texts that may hold secrets. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(images.values());
        texts.addAll(variables.values());
        manifests.forEach(manifest -> texts.add(manifest.text()));
        if (image != null) {
            texts.add(image);
        }
        return texts;
    }

    /** Masks the values that come from credentials. */
    public SecretMask mask() {
        return mask == null ? NOTHING : mask;
    }

    static final class Builder {
        final List<ManifestSource> manifests = new ArrayList<>();
        final Map<String, String> images = new TreeMap<>();
        final Map<String, String> variables = new TreeMap<>();
        String image;
        String buildNumber;
        String placeholders;
        String workload;
        SecretMask mask = NOTHING;

        Source build() {
            refuseNull("images", images);
            refuseNull("variables", variables);
            if (placeholders != null && !placeholders.matches("(?!NAME$)[^\\n]*NAME[^\\n]*")) {
                throw new ReleaseException(Sentence.of("spec.placeholders", placeholders));
            }
            return new Source(this);
        }

        private static void refuseNull(String parameter, Map<String, String> values) {
            values.forEach((name, value) -> {
                if (value == null) {
                    throw new ReleaseException(Sentence.of("spec.noValue", parameter, name));
                }
            });
        }
    }
}
