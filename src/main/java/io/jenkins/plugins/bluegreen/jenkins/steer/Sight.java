package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.seen.ColorLabel;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.util.List;

/**
 * An application as its cluster shows it now, as far as a button depends on it. A text is empty where there is nothing.
 *
 * @param color the colour that has the traffic
 * @param revision the number of promotions until now
 * @param image the live image
 * @param back what a rollback leads to; null: nothing
 * @param held what is held; null: nothing
 * @param heldSince since when, as {@link java.time.Instant} writes it
 * @param releasing whether a release is under way
 * @param leaseIsLeft whether a release that does not run any more has left its Lease
 * @param interrupted the phase in which such a release was interrupted
 */
record Sight(
        String application,
        String color,
        int revision,
        String image,
        Pods back,
        Pods held,
        String heldSince,
        boolean releasing,
        boolean leaseIsLeft,
        String interrupted) {

    /**
     * The Pods of a Deployment.
     *
     * @param wanted how many of them are to get the traffic
     * @param ready how many are ready now
     */
    record Pods(String deployment, String image, int wanted, int ready) {}

    /**
     * Reads it, and writes nothing.
     *
     * @throws ReleaseException if there is no such application, or the cluster does not answer
     */
    static Sight read(FabricGateway cluster, String namespace, String application) {
        // the watches end a minute after this, unless a release needs them
        Subscription reading = cluster.onChange(name -> false, () -> {});
        try {
            ServiceView service = cluster.service(application)
                    .or(() -> cluster.serviceOf(application))
                    .orElseThrow(() -> new ReleaseException(Sentence.of("plan.noService", application, namespace)));
            return read(cluster, application, service);
        } finally {
            reading.close();
        }
    }

    private static Sight read(FabricGateway cluster, String application, ServiceView service) {
        ServiceRecord record = service.record();
        String label = service.traffic().selector().get(ColorLabel.of(null, List.of(service)));
        Color color = label == null ? null : Color.ofLabel(label).orElse(null);
        String base = base(application, record);
        Workload live = color == null ? null : cluster.workload(base + "-" + color.label());
        String image = live != null && live.exists() ? live.deployment().image() : text(record.image());
        String lease = application + "-blue-green";
        boolean releasing = cluster.aliveLease(lease).isPresent();
        HeldCandidate held = record.held();
        return new Sight(
                application,
                color == null ? "" : color.label(),
                record.revision(),
                image,
                back(cluster, record, color, live),
                held == null ? null : pods(cluster, base + "-" + held.color().label(), held.image(), 0),
                held == null ? "" : held.since(),
                releasing,
                !releasing && cluster.lease(lease).isPresent(),
                releasing || record.phase() == null ? "" : record.phase().name());
    }

    /** What the Deployments are called without their colour. */
    private static String base(String application, ServiceRecord record) {
        Color color = record.color();
        String former = color == null ? null : record.formerDeployment();
        String end = color == null ? "" : "-" + color.other().label();
        return former != null && former.endsWith(end)
                ? former.substring(0, former.length() - end.length())
                : application;
    }

    private static Pods back(FabricGateway cluster, ServiceRecord record, Color color, Workload live) {
        String previous = record.previousDeployment();
        boolean none = previous == null
                || record.previousTraffic() == null
                || record.held() != null
                || record.color() != null && record.color() != color
                || live != null && live.exists() && previous.equals(live.deployment().name());
        return none ? null : pods(cluster, previous, "", live == null ? 0 : live.desired());
    }

    private static Pods pods(FabricGateway cluster, String deployment, String image, int atLeast) {
        Workload workload = cluster.workload(deployment);
        if (!workload.exists()) {
            return image.isEmpty() ? null : new Pods(deployment, image, 0, 0);
        }
        return new Pods(
                deployment,
                workload.deployment().image(),
                MeasuredTime.wanted(workload.deployment().formerReplicas(), workload.desired(), atLeast),
                workload.readyPods());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** What a user decides by. */
    Seen seen() {
        return new Seen(
                color,
                revision,
                image,
                back == null ? "" : back.deployment(),
                held == null ? "" : held.image() + "@" + heldSince);
    }
}
