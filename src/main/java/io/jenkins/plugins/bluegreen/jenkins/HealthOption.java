package io.jenkins.plugins.bluegreen.jenkins;

import hudson.model.Describable;
import io.jenkins.plugins.bluegreen.engine.HealthCheck;

/** How every Pod of the candidate is asked for its health. */
public abstract class HealthOption implements Describable<HealthOption> {
    /** @throws io.jenkins.plugins.bluegreen.engine.ReleaseException for values that can't be */
    abstract HealthCheck toSpec();
}
