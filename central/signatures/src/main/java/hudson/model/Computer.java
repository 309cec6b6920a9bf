package hudson.model;

public abstract class Computer extends Actionable {
    Computer() {}

    public String getName() {
        throw new UnsupportedOperationException();
    }

    public boolean isOffline() {
        throw new UnsupportedOperationException();
    }
}
