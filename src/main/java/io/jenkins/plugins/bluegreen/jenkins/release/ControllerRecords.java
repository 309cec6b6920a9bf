package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.RecordSource;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.Comparator;
import java.util.List;

/** The records that pages show, from the controller's {@link io.jenkins.plugins.bluegreen.jenkins.service.Releases}. */
@Extension
public final class ControllerRecords extends RecordSource {
    @Override
    public ReleaseRecord running(String id) {
        return ControllerReleases.get().record(id);
    }

    @Override
    public List<ReleaseRecord> runningOf(String job) {
        return ControllerReleases.get().records().stream()
                .filter(record -> record.job().equals(job))
                .sorted(Comparator.comparingLong(ReleaseRecord::startedAt).reversed())
                .toList();
    }

    @Override
    public ReleaseHistory.Neighbours neighbours(ReleaseRecord release) {
        return ControllerReleases.get()
                .history()
                .neighbours(
                        release.cluster(),
                        release.namespace(),
                        release.application(),
                        release.id(),
                        !release.outcome().isEmpty());
    }
}
