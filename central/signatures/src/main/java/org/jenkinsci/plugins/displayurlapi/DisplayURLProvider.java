package org.jenkinsci.plugins.displayurlapi;

import hudson.ExtensionPoint;
import hudson.model.Run;

public abstract class DisplayURLProvider implements ExtensionPoint {
    public DisplayURLProvider() {}

    public static DisplayURLProvider get() {
        throw new UnsupportedOperationException();
    }

    public abstract String getRunURL(Run<?, ?> run);
}
