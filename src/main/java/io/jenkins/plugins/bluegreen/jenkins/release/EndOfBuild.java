package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** A build that ends takes along its releases: those that are over are forgotten, the others are brought back. */
@Extension
public final class EndOfBuild extends RunListener<Run<?, ?>> {
    @Override
    public void onFinalized(Run<?, ?> run) {
        ended(run, null);
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        ended(run, Sentence.of("abort.buildDeleted"));
    }

    private static void ended(Run<?, ?> run, Sentence cause) {
        ControllerReleases.get()
                .buildEnded(
                        run.getParent().getFullName(), run.getNumber(), cause, String.valueOf(run.getResult()));
    }
}
