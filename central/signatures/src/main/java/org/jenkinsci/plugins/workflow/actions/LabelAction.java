package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

public class LabelAction implements Action {
    public LabelAction(String displayName) {}

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }
}
