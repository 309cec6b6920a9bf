package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.jenkins.access.Right;
import java.util.List;

/**
 * Decides whether a user may press a button: with the permission on Jenkins, on the job of the application's newest
 * release by a build, or on a folder or job for which the cluster is reserved. A build there could do the same.
 */
final class MaySteer {
    private MaySteer() {}

    /** The permissions of one user. */
    interface Access {
        boolean onJenkins(Right right);

        /** False if there is no such folder or job. */
        boolean onItem(String fullName, Right right);
    }

    /**
     * Whether the user may.
     *
     * @param newestJob full name of the job of the newest release; empty: there is none
     * @param allowed full names of the folders and jobs that may use the cluster; empty: all
     */
    static boolean may(Right right, Access user, String newestJob, List<String> allowed) {
        return user.onJenkins(right)
                || !newestJob.isEmpty() && mayUse(newestJob, allowed) && user.onItem(newestJob, right)
                || allowed.stream().anyMatch(name -> user.onItem(name, right));
    }

    private static boolean mayUse(String job, List<String> allowed) {
        return allowed.isEmpty()
                || allowed.stream().anyMatch(name -> job.equals(name) || job.startsWith(name + "/"));
    }
}
