package io.jenkins.plugins.bluegreen.jenkins.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.RecordSource;
import io.jenkins.plugins.bluegreen.jenkins.service.Releases;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** The records that pages show, from the controller's {@link Releases}. */
@Extension
public final class ControllerRecords extends RecordSource {
    @Override
    public ReleaseRecord running(String id) {
        return ControllerReleases.get().running().stream()
                .filter(facts -> facts.id().equals(id) && !facts.isOver())
                .map(ControllerRecords::record)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<ReleaseRecord> runningOf(String job) {
        return ControllerReleases.get().running().stream()
                .filter(facts -> facts.job().equals(job))
                .sorted((one, other) -> Long.compare(other.startedAt(), one.startedAt()))
                .map(facts -> running(facts.id()))
                .filter(Objects::nonNull)
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

    /** What is known without the release's state. */
    private static ReleaseRecord record(ReleaseFacts facts) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        for (String empty :
                List.of("namespace", "application", "outcome", "message", "messageKo", "color", "candidate")) {
            node.put(empty, "");
        }
        node.put("id", facts.id())
                .put("cluster", facts.cluster())
                .put("operation", "RELEASE")
                .put("waitingFor", ControllerReleases.get().status(facts.id()))
                .put("startedAt", facts.startedAt())
                .put("rollbackMillis", -1)
                .put("job", facts.job())
                .put("build", facts.build())
                .putPOJO("startedBy", facts.startedBy());
        try {
            return ReleaseRecord.of(node.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
