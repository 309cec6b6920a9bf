package org.jenkinsci.plugins.workflow.steps;

public abstract class BodyInvoker {
    private BodyInvoker() {}

    public abstract BodyInvoker withContext(Object override);

    public abstract BodyInvoker withCallback(BodyExecutionCallback callback);

    public abstract BodyExecution start();
}
