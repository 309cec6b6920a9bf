package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

public class ErrorAction implements Action {
    private ErrorAction() {}

    public Throwable getError() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getIconFileName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getUrlName() {
        throw new UnsupportedOperationException();
    }
}
