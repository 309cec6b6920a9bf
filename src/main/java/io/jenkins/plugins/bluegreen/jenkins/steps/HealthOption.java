package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.model.Describable;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;

/** The health check of every Pod of the candidate. */
public abstract class HealthOption implements Describable<HealthOption> {
    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values */
    abstract HealthCheck toSpec();
}
