package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

public class LabelAction implements Action {
    private LabelAction() {}

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }
}
