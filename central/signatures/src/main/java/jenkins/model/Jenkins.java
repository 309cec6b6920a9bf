package jenkins.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public abstract class Jenkins implements AccessControlled {
    public static final Permission ADMINISTER = null;

    public static Jenkins get() {
        throw new UnsupportedOperationException();
    }
}
