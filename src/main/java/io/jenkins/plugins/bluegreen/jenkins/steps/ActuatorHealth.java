package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A health check by Spring Boot Actuator: a 2xx answer whose JSON has the status UP. */
public final class ActuatorHealth extends HealthRequest {
    @DataBoundConstructor
    public ActuatorHealth(String path, Integer port) {
        super(path, port);
    }

    @Override
    String usualPath() {
        return "/actuator/health";
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
