package io.jenkins.plugins.bluegreen.kubernetes.overview;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView.UnderWay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads one application from its objects. */
final class ApplicationReading {
    /** The keys of why an application is broken after a release that nothing goes on with. */
    static final String INTERRUPTED = "overview.interrupted";

    static final String ROLLBACK_FAILED = "overview.rollbackFailed";

    /** The name of the outcome of a release or a rollback that has moved the traffic. */
    private static final String PROMOTED = "PROMOTED";

    private final String namespace;
    private final String name;
    private final List<SeenService> services;
    private final List<SeenDeployment> deployments;
    private final SeenLease held;
    private final boolean leasesAreKnown;
    private final Instant readAt;

    private final SeenService primary;
    private final ServiceRecord record;
    private final Color color;
    private final SeenDeployment live;
    private final SeenDeployment idle;

    /**
     * An application.
     *
     * @param services its active Services, the first one first
     * @param deployments its Deployments
     * @param held its Lease, if a release holds it; else null
     */
    ApplicationReading(
            String namespace,
            String name,
            List<SeenService> services,
            List<SeenDeployment> deployments,
            SeenLease held,
            boolean leasesAreKnown,
            Instant readAt) {
        this.namespace = namespace;
        this.name = name;
        this.services = services;
        this.deployments = deployments;
        this.held = held;
        this.leasesAreKnown = leasesAreKnown;
        this.readAt = readAt;
        primary = services.isEmpty() ? null : services.get(0);
        record = primary == null ? ServiceRecord.none() : primary.record();
        color = primary == null ? null : primary.color();
        SeenDeployment plain = color != null ? null : first(each -> each.color() == null && isBehind(primary, each));
        live = plain != null ? plain : first(each -> isBehind(primary, each));
        idle = first(each -> each != live && isIdle(each));
    }

    private static boolean isBehind(SeenService service, SeenDeployment deployment) {
        return service != null && deployment.isSelected(service.selector(), "");
    }

    private boolean isIdle(SeenDeployment deployment) {
        return color == null || deployment.color() == color.other() || isPrevious(deployment);
    }

    private boolean isPrevious(SeenDeployment deployment) {
        return deployment.name().equals(record.previousDeployment());
    }

    private SeenDeployment first(Predicate<SeenDeployment> wanted) {
        return deployments.stream().filter(wanted).findFirst().orElse(null);
    }

    ApplicationView view() {
        return new ApplicationView(
                namespace,
                name,
                services.stream().map(SeenService::name).toList(),
                color,
                pods(live),
                pods(idle),
                live != null && !live.pods().image().isEmpty() ? live.pods().image() : text(record.image()),
                record.revision(),
                since(),
                text(live == null || live.buildUrl() == null ? record.buildUrl() : live.buildUrl()),
                record.isRollback(),
                underWay(),
                record.held(),
                pods(rollback()),
                broken(),
                drift());
    }

    /** A release that did not move the traffic, or brought it back, wrote the Service later than what is live began. */
    private Instant since() {
        Instant written = primary == null ? null : primary.writtenAt();
        boolean later = record.outcome() != null && !record.outcome().equals(PROMOTED);
        return later && live != null && live.writtenAt() != null ? live.writtenAt() : written;
    }

    private static ColorPods pods(SeenDeployment deployment) {
        return deployment == null ? null : deployment.pods();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** Without the right to list Leases, the phase of the record tells it. */
    private UnderWay underWay() {
        if (held != null) {
            return new UnderWay(held.holder(), held.buildUrl(), record.phase(), held.since());
        }
        return leasesAreKnown || record.phase() == null
                ? null
                : new UnderWay(text(record.release()), text(record.buildUrl()), record.phase(), null);
    }

    /** What a manual rollback switches to, if it would not be refused. */
    private SeenDeployment rollback() {
        boolean possible = record.previousDeployment() != null
                && record.previousTraffic() != null
                && record.held() == null
                && underWay() == null
                && (record.color() == null || record.color() == color);
        return possible ? first(each -> each != live && isPrevious(each)) : null;
    }

    private List<Sentence> broken() {
        List<Sentence> broken = new ArrayList<>();
        // a release reads the Leases and then the objects: what it has written since is no sign
        boolean before = primary != null
                && (primary.writtenAt() == null || primary.writtenAt().isBefore(readAt));
        if (record.phase() != null && leasesAreKnown && held == null && before) {
            String key = record.phase() == Phase.ROLLBACK ? ROLLBACK_FAILED : INTERRUPTED;
            broken.add(Sentence.of(key, text(record.buildUrl()), record.phase()));
        }
        for (SeenService service : services) {
            if (color == null && record.color() == null) {
                // held beside an application without colours
                continue;
            }
            SeenDeployment behind = first(each -> isBehind(service, each));
            if (behind == null) {
                broken.add(Sentence.of("overview.noDeployment", service.name(), service.view().traffic()));
            } else if (behind.pods().ready() == 0) {
                broken.add(Sentence.of(
                        "overview.noPods", service.name(), behind.name(), behind.pods().desired()));
            }
            if (held == null && color != null && service.color() != null && service.color() != color) {
                broken.add(Sentence.of("overview.mixed", primary.name(), color, service.name(), service.color()));
            }
        }
        return broken;
    }

    private List<Sentence> drift() {
        List<Sentence> drift = new ArrayList<>();
        if (held != null || primary == null) {
            return drift;
        }
        if (record.color() != null && record.color() != color) {
            drift.add(Sentence.of(
                    "overview.moved",
                    primary.name(),
                    record.color(),
                    primary.view().traffic(),
                    primary.view().selectorManager()));
        } else if (live != null) {
            if (record.image() != null && !record.image().equals(live.pods().image())) {
                drift.add(Sentence.of("overview.otherImage", live.name(), live.pods().image(), record.image()));
            } else if (record.specHash() != null
                    && live.specHash() != null
                    && !record.specHash().equals(live.specHash())) {
                drift.add(Sentence.of("overview.otherVersion", live.name()));
            }
            live.changed().ifPresent(change -> drift.add(changed("Deployment/" + live.name(), change)));
        }
        for (SeenService service : services) {
            service.changed().ifPresent(change -> drift.add(changed("Service/" + service.name(), change)));
        }
        return drift;
    }

    private static Sentence changed(String object, HandChange change) {
        return Sentence.of("overview.changed", change.manager(), change.where(), object, change.time());
    }
}
