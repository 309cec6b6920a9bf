package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** The application's Lease is not ours any more, or can't be proven to be: nothing more may be written. */
public final class LockLostException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    public LockLostException(Sentence sentence) {
        super(sentence);
    }
}
