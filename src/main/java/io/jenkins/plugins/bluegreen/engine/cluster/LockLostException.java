package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** The release does not certainly hold the application's Lease any more, so it must not write. */
public final class LockLostException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    /** A loss that {@code sentence} explains. */
    public LockLostException(Sentence sentence) {
        super(sentence);
    }
}
