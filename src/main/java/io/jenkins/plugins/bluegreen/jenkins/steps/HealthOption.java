package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.model.Describable;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;

/** How every Pod of the candidate is asked for its health. */
public abstract class HealthOption implements Describable<HealthOption> {
    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for values that can't be */
    abstract HealthCheck toSpec();
}
