package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The active Services of an application that select both colours, because a process ended between two patches of a
 * switch, or of its rollback. Their records tell which of them were switched. If a selector is not what its own record
 * says, another client has changed it, and nothing is explained.
 */
public final class MixedServices {
    private final String colorLabel;
    private final ServiceRecord record;
    private final boolean switching;
    private final List<ServiceView> switched = new ArrayList<>();
    private final List<ServiceView> others = new ArrayList<>();

    private MixedServices(List<ServiceView> services, String colorLabel, ServiceRecord release) {
        this.colorLabel = colorLabel;
        for (ServiceView view : services) {
            boolean ofRelease = Objects.equals(view.record().release(), release.release());
            (ofRelease && isOn(view, release.color()) ? switched : others).add(view);
        }
        Optional<ServiceRecord> marked = switched.stream()
                .map(ServiceView::record)
                .filter(own -> own.phase() == Phase.MONITOR || own.phase() == Phase.RETIRE)
                .findFirst();
        switching = marked.isPresent();
        record = marked.orElse(release);
    }

    /**
     * The Services that an interrupted release has left on both colours.
     *
     * @param services as they were read
     * @param colorLabel the label of the colour
     * @return empty if all select the same colour, or if the records don't explain why they don't
     */
    public static Optional<MixedServices> of(List<ServiceView> services, String colorLabel) {
        // the revisions order the records: at most one of them explains the others
        return services.stream()
                .map(view -> new MixedServices(services, colorLabel, view.record()))
                .filter(MixedServices::isExplained)
                .findFirst();
    }

    /** The record of the interrupted release, of the primary Service if that is switched. */
    public ServiceRecord record() {
        return record;
    }

    /** Whether the release was interrupted in its switch; otherwise in its rollback, with the primary Service back. */
    public boolean isSwitching() {
        return switching;
    }

    /** The Services that were switched, and not switched back. */
    public List<ServiceView> switched() {
        return List.copyOf(switched);
    }

    /** The Services that select what was live before the release. */
    public List<ServiceView> others() {
        return List.copyOf(others);
    }

    /** The colour that was live before the release; null when its Pods have none. */
    public Color from() {
        return record.isRollback() ? record.color().other() : record.previousColor();
    }

    /** The traffic of a switched Service before the release. */
    public Traffic before(ServiceView view) {
        return record.isRollback()
                ? new Traffic(view.traffic().with(colorLabel, from().label()).selector(), null)
                : view.record().previousTraffic();
    }

    private String label(Traffic traffic) {
        return traffic.selector().get(colorLabel);
    }

    private String fromLabel() {
        return from() == null ? null : from().label();
    }

    private boolean isOn(ServiceView view, Color color) {
        return color != null && color.label().equals(label(view.traffic()));
    }

    private boolean isExplained() {
        return record.release() != null
                && record.color() != null
                && record.formerDeployment() != null
                && !switched.isEmpty()
                && !others.isEmpty()
                && switched.stream().allMatch(this::cameFrom)
                && others.stream().allMatch(this::stayed);
    }

    private boolean cameFrom(ServiceView view) {
        return record.services().contains(view.name())
                && before(view) != null
                && Objects.equals(label(before(view)), fromLabel());
    }

    /** Whether a Service is as it was before the release, by its own record. */
    private boolean stayed(ServiceView view) {
        ServiceRecord own = view.record();
        int last = record.isRollback() ? record.revision() : record.revision() - 1;
        return record.services().contains(view.name())
                && Objects.equals(label(view.traffic()), fromLabel())
                && (own.color() == null || own.color().label().equals(fromLabel()))
                && own.revision() <= last;
    }
}
