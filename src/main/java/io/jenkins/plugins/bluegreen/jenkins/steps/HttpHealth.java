package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A health check by HTTP: any 2xx answer means healthy. */
public final class HttpHealth extends HealthRequest {
    @DataBoundConstructor
    public HttpHealth(String path, Integer port) {
        super(path, port);
    }

    @Override
    String usualPath() {
        return "/";
    }

    @Override
    HealthCheck check(String askedPath, int askedPort) {
        return HealthCheck.http(askedPath, askedPort);
    }

    @Extension
    @Symbol("http")
    public static final class DescriptorImpl extends RequestDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.HttpHealth_displayName();
        }
    }
}
