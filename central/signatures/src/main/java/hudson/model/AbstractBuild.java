package hudson.model;

import java.util.Set;
import jenkins.scm.RunWithSCM;

public abstract class AbstractBuild<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>> extends Run<P, R>
        implements Runnable, RunWithSCM<P, R> {
    private AbstractBuild() {}

    public Set<String> getSensitiveBuildVariables() {
        throw new UnsupportedOperationException();
    }
}
