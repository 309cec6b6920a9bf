package io.jenkins.plugins.bluegreen.discord.message;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** Discord can't be told something. The message is a sentence for the user, and holds no token. */
public class DiscordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Sentence sentence;

    /** A failure that {@code sentence} explains. It has no cause: a cause might show the webhook's address. */
    public DiscordException(Sentence sentence) {
        super(sentence.toString());
        this.sentence = sentence;
    }

    /** What to tell the user. */
    public Sentence sentence() {
        return sentence;
    }
}
