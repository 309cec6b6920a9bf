package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a release may change, what it runs before the switch, and what it does with the colour that gets no traffic. */
public final class Policy implements Serializable {
    private static final long serialVersionUID = 1L;

    private final KeepPrevious keepPrevious;
    private final OnFailure onFailure;
    private final boolean adopt;
    private final boolean body;
    private final boolean preview;
    private final boolean dryRun;
    private final boolean forceConflicts;
    private final boolean redeploy;
    private final ArrayList<String> allowedKinds;

    private Policy(Builder builder) {
        keepPrevious = builder.keepPrevious;
        onFailure = builder.onFailure;
        adopt = builder.adopt;
        body = builder.body;
        preview = builder.preview;
        dryRun = builder.dryRun;
        forceConflicts = builder.forceConflicts;
        redeploy = builder.redeploy;
        allowedKinds = new ArrayList<>(builder.allowedKinds);
    }

    /** What happens to the previous colour after a promotion. */
    public KeepPrevious keepPrevious() {
        return keepPrevious;
    }

    /** What happens to a candidate that failed. */
    public OnFailure onFailure() {
        return onFailure;
    }

    /** Whether an application that runs without colours may be taken over. */
    public boolean adopt() {
        return adopt;
    }

    /** Whether there is a block to run before the switch. */
    public boolean hasBody() {
        return body;
    }

    /** Whether there is a preview Service also where nothing of the release uses it. */
    public boolean preview() {
        return preview;
    }

    /** Whether the release only shows its plan. */
    public boolean dryRun() {
        return dryRun;
    }

    /** Whether fields of uncoloured objects that another field manager owns are taken over. */
    public boolean forceConflicts() {
        return forceConflicts;
    }

    /** Whether what runs already is rolled out again, in new Pods. */
    public boolean redeploy() {
        return redeploy;
    }

    /** Kinds beyond the namespaced ones that may be applied, as {@code kind} or {@code group/kind}. */
    public List<String> allowedKinds() {
        return List.copyOf(allowedKinds);
    }

    static final class Builder {
        List<String> allowedKinds = List.of();
        KeepPrevious keepPrevious = KeepPrevious.SCALE_TO_ZERO;
        OnFailure onFailure = OnFailure.SCALE_DOWN;
        boolean adopt;
        boolean body;
        boolean preview;
        boolean dryRun;
        boolean forceConflicts;
        boolean redeploy;

        Policy build() {
            return new Policy(this);
        }
    }
}
