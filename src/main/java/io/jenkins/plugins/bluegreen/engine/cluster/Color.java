package io.jenkins.plugins.bluegreen.engine.cluster;

import java.util.Locale;
import java.util.Optional;

/** One of an application's two colours: the value of the colour label on its Pods and in the Service's selector. */
public enum Color {
    BLUE,
    GREEN;

    /** The label's value: {@code blue} or {@code green}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The other colour. */
    public Color other() {
        return this == BLUE ? GREEN : BLUE;
    }

    /** The colour with this {@link #label()}, if any. */
    public static Optional<Color> ofLabel(String label) {
        for (Color color : values()) {
            if (color.label().equals(label)) {
                return Optional.of(color);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return label();
    }
}
