package io.jenkins.plugins.bluegreen.engine.simulation;

/** Throws what no signature speaks of, as code does that other compilers than Java's made. */
public final class Sneaky {
    private Sneaky() {}

    public static void raise(Throwable problem) {
        Sneaky.<RuntimeException>unchecked(problem);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void unchecked(Throwable problem) throws T {
        throw (T) problem;
    }
}
