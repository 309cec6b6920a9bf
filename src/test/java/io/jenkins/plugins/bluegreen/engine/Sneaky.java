package io.jenkins.plugins.bluegreen.engine;

/** Throws what no signature speaks of, as code does that other compilers than Java's made. */
final class Sneaky {
    private Sneaky() {}

    static void raise(Throwable problem) {
        Sneaky.<RuntimeException>unchecked(problem);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void unchecked(Throwable problem) throws T {
        throw (T) problem;
    }
}
