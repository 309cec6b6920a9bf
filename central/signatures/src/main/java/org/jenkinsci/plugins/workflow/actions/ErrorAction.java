package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

public class ErrorAction implements Action {
    private ErrorAction() {}

    public Throwable getError() {
        throw new UnsupportedOperationException();
    }
}
