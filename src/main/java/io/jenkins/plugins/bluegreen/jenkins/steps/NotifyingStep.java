package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** Where a release or a rollback is told of in Discord. */
public abstract class NotifyingStep extends Step {
    private String notify;
    private String notifyThread;

    /** Name of a configured Discord webhook that is notified of the release; null: none. */
    public String getNotify() {
        return notify;
    }

    @DataBoundSetter
    public void setNotify(String webhook) {
        notify = Util.fixEmptyAndTrim(webhook);
    }

    /** The id of the message's thread, or the name of one that is created in a forum; null: none. */
    public String getNotifyThread() {
        return notifyThread;
    }

    @DataBoundSetter
    public void setNotifyThread(String idOrName) {
        notifyThread = Util.fixEmptyAndTrim(idOrName);
    }
}
