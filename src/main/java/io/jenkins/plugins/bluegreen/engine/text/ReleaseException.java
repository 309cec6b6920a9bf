package io.jenkins.plugins.bluegreen.engine.text;

/** A release can't go on. The message is a sentence for the user: what happened, to which object, what to do. */
public class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Sentence sentence;

    /** A failure that {@code sentence} explains. */
    public ReleaseException(Sentence sentence) {
        this(sentence, null);
    }

    /** A failure that {@code sentence} explains and {@code cause} details. */
    public ReleaseException(Sentence sentence, Throwable cause) {
        super(sentence.toString(), cause);
        this.sentence = sentence;
    }

    /** What to tell the user. */
    public Sentence sentence() {
        return sentence;
    }

    /** What to tell the user of any exception. Of one that nobody expected, its type: its text may quote a secret. */
    public static Sentence sentenceOf(Exception problem) {
        return problem instanceof ReleaseException known
                ? known.sentence
                : Sentence.of("engine.unexpected", problem.getClass().getName());
    }
}
