package hudson.model.listeners;

import hudson.model.Item;

public class ItemListener {
    public ItemListener() {}

    public void onLoaded() {
        throw new UnsupportedOperationException();
    }

    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        throw new UnsupportedOperationException();
    }

    public void onBeforeShutdown() {
        throw new UnsupportedOperationException();
    }
}
