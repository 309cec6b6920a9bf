package io.jenkins.plugins.bluegreen.discord.message;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * A message or a webhook that Discord does not accept. The exception's message is a sentence for the user and has no
 * token.
 */
public final class DiscordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Sentence sentence;

    /** A failure with its sentence. There is no cause, because a cause might show the webhook's address. */
    DiscordException(Sentence sentence) {
        super(sentence.toString());
        this.sentence = sentence;
    }

    /** The sentence for the user. */
    public Sentence sentence() {
        return sentence;
    }
}
