package io.jenkins.plugins.bluegreen.jenkins.config;

import java.util.List;

/** The jobs that may use an entry of the configuration. */
final class JobNames {
    private JobNames() {}

    /**
     * Whether a job is one of a list of folders and jobs, or in one of the folders.
     *
     * @param allowed full names, separated by commas; null or blank: all jobs
     */
    static boolean match(String allowed, String job) {
        List<String> names = CommaSeparated.split(allowed);
        return names.isEmpty() || names.stream().anyMatch(name -> job.equals(name) || job.startsWith(name + "/"));
    }
}
