package io.jenkins.plugins.bluegreen.engine;

/** The application's Lease is not ours any more, or can't be proven to be: nothing more may be written. */
public final class LockLostException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    LockLostException(Sentence sentence) {
        super(sentence);
    }
}
