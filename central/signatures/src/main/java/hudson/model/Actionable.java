package hudson.model;

public abstract class Actionable {
    public Actionable() {}

    public boolean addOrReplaceAction(Action a) {
        throw new UnsupportedOperationException();
    }
}
