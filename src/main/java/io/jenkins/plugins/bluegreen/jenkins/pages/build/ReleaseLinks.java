package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import hudson.model.Job;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import jenkins.model.Jenkins;

/** Where a release's page leads to: paths below Jenkins' root, null where there is nothing to see for the reader. */
public final class ReleaseLinks {
    private final String previous;
    private final String next;
    private final String application;

    ReleaseLinks(String previous, String next, String application) {
        this.previous = previous;
        this.next = next;
        this.application = application;
    }

    /** The links of a release, for the user who asks now. */
    static ReleaseLinks of(ReleaseRecord record) {
        return of(record, RecordSource.get().neighbours(record), ReleaseLinks::page);
    }

    static ReleaseLinks of(
            ReleaseRecord record, ReleaseHistory.Neighbours around, Function<ReleaseRecord, String> pages) {
        return new ReleaseLinks(
                around.previous() == null ? null : pages.apply(around.previous()),
                around.next() == null ? null : pages.apply(around.next()),
                application(record));
    }

    /** The path of the page of a release's application; null while that is not known. */
    public static String application(ReleaseRecord record) {
        return record.application().isEmpty()
                ? null
                : "blue-green/cluster/" + encoded(record.cluster()) + "/" + encoded(record.namespace()) + "/"
                        + encoded(record.application()) + "/";
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The page of a release; null if its build is gone, or its job is not for the user who asks. Loads no build. */
    public static String page(ReleaseRecord record) {
        try {
            Job<?, ?> job = record.job().isEmpty()
                    ? null
                    : Jenkins.get().getItemByFullName(record.job(), Job.class);
            return job == null || !new File(job.getBuildDir(), String.valueOf(record.build())).isDirectory()
                    ? null
                    : job.getUrl() + record.build() + "/" + ReleaseTab.URL + "/";
        } catch (RuntimeException e) {
            // a job that may only be discovered
            return null;
        }
    }

    public String getPrevious() {
        return previous;
    }

    public String getNext() {
        return next;
    }

    public String getApplication() {
        return application;
    }
}
