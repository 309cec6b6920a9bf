package io.jenkins.plugins.bluegreen.engine.workload;

import java.util.List;

/**
 * The Pods of both colours right before a switch.
 *
 * @param ready the names of the candidate's Pods that take requests
 * @param live how many Pods the live colour has of one revision, ready or not, without those that are going or over; 0
 *     if that is unknown
 */
public record PodsAtSwitch(List<String> ready, int live) {
    public PodsAtSwitch {
        ready = List.copyOf(ready);
    }
}
