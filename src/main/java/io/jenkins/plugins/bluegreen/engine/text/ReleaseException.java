package io.jenkins.plugins.bluegreen.engine.text;

/** A failure of a release. Its sentence tells the user what happened, to which object, and what to do. */
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

    /** The explanation for the user. */
    public Sentence sentence() {
        return sentence;
    }

    /**
     * The explanation of any exception or error. An unexpected one is named by its type: its text may quote a secret.
     *
     * @throws VirtualMachineError {@code problem} itself if it is one, because the process can't go on
     */
    public static Sentence sentenceOf(Throwable problem) {
        if (problem instanceof VirtualMachineError end) {
            throw end;
        }
        return problem instanceof ReleaseException known
                ? known.sentence
                : Sentence.of("engine.unexpected", problem.getClass().getName());
    }
}
