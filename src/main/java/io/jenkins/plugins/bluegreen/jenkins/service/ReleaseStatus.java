package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;

/** A one-line status of a running release: its phase, and what that waits for. */
final class ReleaseStatus {
    private ReleaseStatus() {}

    static String of(ReleaseRecord record) {
        if (!record.outcome().isEmpty()) {
            return record.outcome();
        }
        return record.waitingFor().isEmpty()
                ? record.phase()
                : Messages.ReleaseStatus_waiting(record.phase(), record.waitingFor());
    }
}
