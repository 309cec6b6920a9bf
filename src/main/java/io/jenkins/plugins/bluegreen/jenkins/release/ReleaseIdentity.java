package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Util;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildLink;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * Identifies a release of this controller.
 *
 * @param id unique among the releases of the build
 */
public record ReleaseIdentity(Run<?, ?> run, String id) {
    private static final int DIGITS = 8;

    /** The holder of the application's Lease: the same after a restart, and unique among all controllers. */
    String holder() {
        return run.getExternalizableId() + "/" + id + "@" + controller();
    }

    /** Tells this controller from all others. */
    static String controller() {
        return Util.getDigestOf(Jenkins.get().getLegacyInstanceId()).substring(0, DIGITS);
    }

    /** The build's address for people; relative if Jenkins' own URL is not configured. */
    String buildUrl() {
        return BuildLink.orPath(run);
    }

    /** Who or what started the build. */
    List<String> startedBy() {
        return run.getCauses().stream().map(Cause::getShortDescription).toList();
    }
}
