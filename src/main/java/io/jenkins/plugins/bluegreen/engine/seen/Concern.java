package io.jenkins.plugins.bluegreen.engine.seen;

import java.util.List;

/**
 * The Deployments and Services whose changes concern a release, and with them their Pods and EndpointSlices. Those are
 * known by their names, because Kubernetes begins a generated name with the owner's.
 */
public final class Concern {
    /** How much of an owner's name a generated name holds: 63 characters less a random suffix of 5. */
    private static final int MOST = 58;

    private final List<String> owners;
    private volatile boolean changed;

    /** @param owners names of Deployments and Services */
    public Concern(List<String> owners) {
        this.owners = List.copyOf(owners);
    }

    /** Whether an object of this name is one of the owners, or is called like one that belongs to an owner. */
    public boolean includes(String object) {
        boolean included =
                owners.stream().anyMatch(owner -> object.equals(owner) || object.startsWith(generated(owner)));
        if (included) {
            // by more than one thread
            changed = true;
        }
        return included;
    }

    /** Whether it was asked for an object that it includes, which is done when one has changed. */
    public boolean hasChanged() {
        return changed;
    }

    private static String generated(String owner) {
        return owner.length() < MOST ? owner + "-" : owner.substring(0, MOST);
    }
}
