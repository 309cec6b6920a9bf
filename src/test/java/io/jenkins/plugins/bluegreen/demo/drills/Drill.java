package io.jenkins.plugins.bluegreen.demo.drills;

import static io.jenkins.plugins.bluegreen.engine.events.Outcome.FAILED_BEFORE_SWITCH;
import static io.jenkins.plugins.bluegreen.engine.events.Outcome.PROMOTED;
import static io.jenkins.plugins.bluegreen.engine.events.Outcome.ROLLED_BACK;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.Locale;

/** What goes wrong in a drill, in the order of the documents. */
public enum Drill {
    IMAGE_MISSING(FAILED_BEFORE_SWITCH),
    CRASH_LOOP(FAILED_BEFORE_SWITCH),
    BAD_CONFIGURATION(FAILED_BEFORE_SWITCH),
    DOWN_AFTER_SWITCH(ROLLED_BACK),
    MEMORY(ROLLED_BACK),
    NODE_DRAINED(PROMOTED),
    POD_EVICTED(PROMOTED),
    AUTOSCALER(PROMOTED),
    API_SERVER_GONE(PROMOTED),
    CONTROLLER_KILLED(PROMOTED),
    AGENT_LOST(PROMOTED),
    DISCORD_GONE(PROMOTED),
    ROLLBACK_BY_HAND(PROMOTED),
    TWO_AT_ONCE(PROMOTED);

    private final Outcome expected;

    Drill(Outcome expected) {
        this.expected = expected;
    }

    /** What the design promises as the outcome. */
    public Outcome expected() {
        return expected;
    }

    /** Whether requests may be lost: those to Pods that die with requests. */
    public boolean mayLose() {
        return this == MEMORY;
    }

    /** Its name in text resources and reports. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
