package jenkins.model.details;

import hudson.model.Actionable;
import hudson.model.ModelObject;

public abstract class Detail implements ModelObject {
    public Detail(Actionable object) {
        throw new UnsupportedOperationException();
    }

    public String getIconClassName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public String getLink() {
        throw new UnsupportedOperationException();
    }
}
