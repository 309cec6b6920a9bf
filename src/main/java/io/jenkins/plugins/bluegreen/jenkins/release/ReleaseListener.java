package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets other plugins follow the releases of this controller, for an audit log for example. Texts and images that a
 * listener gets have no values of credentials.
 */
public abstract class ReleaseListener implements ExtensionPoint {
    private static final Logger LOGGER = Logger.getLogger(ReleaseListener.class.getName());

    /**
     * Called when a release begins, and again when it goes on after a restart.
     *
     * @return called on the thread that advances the release, so its methods return at once; what they throw is
     *     logged. Null: the listener does not follow this build's release
     */
    public abstract ReleaseEvents follow(Run<?, ?> run);

    /**
     * The same for a release without a build, which a user has started by a button.
     *
     * @param user the user's id
     */
    public ReleaseEvents follow(String user) {
        return null;
    }

    /** The listeners of all plugins for a release of this build. */
    static List<ReleaseEvents> all(Run<?, ?> run) {
        return all(ExtensionList.lookup(ReleaseListener.class), listener -> listener.follow(run));
    }

    /** The listeners of all plugins for a release that this user has started. */
    static List<ReleaseEvents> all(String user) {
        return all(ExtensionList.lookup(ReleaseListener.class), listener -> listener.follow(user));
    }

    /** A listener that can't follow is logged, and hinders neither the others nor the release. */
    static List<ReleaseEvents> all(
            List<ReleaseListener> extensions, Function<ReleaseListener, ReleaseEvents> follow) {
        List<ReleaseEvents> listeners = new ArrayList<>();
        for (ReleaseListener extension : extensions) {
            try {
                ReleaseEvents events = follow.apply(extension);
                if (events != null) {
                    listeners.add(events);
                }
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, e, () -> extension.getClass().getName() + " can't follow a release");
            }
        }
        return listeners;
    }
}
