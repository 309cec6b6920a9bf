package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Util;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildLink;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/**
 * Identifies a release of this controller.
 *
 * @param id unique among the releases of the build
 */
public record ReleaseIdentity(Run<?, ?> run, String id) {
    private static final int DIGITS = 8;
    private static final Pattern HOLDER = Pattern.compile(".*/([^/]+)@([^@]+)");

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

    /** The id of the release of this controller that holds a Lease; null if another one's holds it. */
    public static String idOf(String holder) {
        Matcher parts = HOLDER.matcher(holder);
        return parts.matches() && parts.group(2).equals(controller()) ? parts.group(1) : null;
    }
}
