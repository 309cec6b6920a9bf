package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * A position in the manifests.
 *
 * @param file the file's name, as the user wrote it
 * @param document which YAML or JSON document of the file, from 1
 * @param line the line in the file, from 1
 */
public record Place(String file, int document, int line) {
    private static final int LONGEST = 1000;

    /** {@code k8s/backend.yaml, document 2, line 14}. */
    public Sentence sentence() {
        return Sentence.of("manifest.place", file, document, line);
    }

    /** An error at this place: the sentence's {@code {0}} is the place, {@code {1}}… are {@code arguments}. */
    public ReleaseException error(String key, Object... arguments) {
        return new ReleaseException(remark(key, arguments));
    }

    /** The sentence of {@link #error}, for a warning. */
    public Sentence remark(String key, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = sentence();
        for (int i = 0; i < arguments.length; i++) {
            all[i + 1] = arguments[i] instanceof Sentence said ? said : shown(String.valueOf(arguments[i]));
        }
        return Sentence.of(key, all);
    }

    private static String shown(String text) {
        String shown = Placeholders.asWritten(text);
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
    }
}
