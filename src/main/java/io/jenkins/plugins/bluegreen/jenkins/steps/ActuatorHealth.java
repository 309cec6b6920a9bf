package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Spring Boot's Actuator: a 2xx answer whose JSON says UP. */
public final class ActuatorHealth extends HealthRequest {
    @DataBoundConstructor
    public ActuatorHealth(String path, Integer port) {
        super(path, port);
    }

    @Override
    HealthCheck check(String askedPath, int askedPort) {
        return HealthCheck.actuator(askedPath, askedPort);
    }

    @Extension
    @Symbol("actuator")
    public static final class DescriptorImpl extends RequestDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.ActuatorHealth_displayName();
        }
    }
}
