package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.List;

/** Where pages have records of releases from, besides the folders of builds and jobs. There is one. */
public abstract class RecordSource implements ExtensionPoint {
    /** The record of a release that runs in this controller; null if it is over, or there is none. */
    public abstract ReleaseRecord running(String id);

    /** The records of a job's releases that run, the newest first; from memory. */
    public abstract List<ReleaseRecord> runningOf(String job);

    /** The releases of the application before and after one of them. */
    public abstract ReleaseHistory.Neighbours neighbours(ReleaseRecord release);

    /** The controller's. */
    public static RecordSource get() {
        return ExtensionList.lookupSingleton(RecordSource.class);
    }
}
