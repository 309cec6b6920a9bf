package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Util;
import hudson.model.Run;
import jenkins.model.Jenkins;

/** By what a release of this controller is known outside of it. */
public final class ReleaseIdentity {
    private static final int DIGITS = 8;

    private ReleaseIdentity() {}

    /**
     * Who holds the application's Lease: the same after a restart, and no other's, on no other controller.
     *
     * @param id of the release, unique in its build
     */
    public static String holder(Run<?, ?> run, String id) {
        String controller = Util.getDigestOf(Jenkins.get().getLegacyInstanceId()).substring(0, DIGITS);
        return run.getExternalizableId() + "/" + id + "@" + controller;
    }

    /** The build's address, absolute if the controller knows its own. */
    public static String url(Run<?, ?> run) {
        return Util.fixNull(Jenkins.get().getRootUrl()) + run.getUrl();
    }
}
