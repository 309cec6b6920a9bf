package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import java.io.IOException;

/** A release's state as bytes, as it outlives the process: what the release's file holds, before it is encrypted. */
public final class SavedState {
    private SavedState() {}

    /** As it is now. */
    public static byte[] bytes(ReleaseState state) {
        try {
            return ReleaseBytes.of(state, null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What was saved, as another process reads it. */
    public static ReleaseState state(byte[] bytes) {
        try {
            return ReleaseBytes.content(bytes).state;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
