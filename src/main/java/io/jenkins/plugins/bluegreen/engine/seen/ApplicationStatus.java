package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is live of an application, and what is under way, as the cluster alone tells it. Writes nothing. */
public final class ApplicationStatus {
    private final Map<String, String> map = new LinkedHashMap<>();
    private final List<Sentence> lines = new ArrayList<>();

    private ApplicationStatus() {}

    /**
     * Reads it.
     *
     * @param application null: the Service's name
     * @param service the active Service; null: it has the application's name
     * @param colorLabel the label whose value is the colour; null: it is recognised
     * @throws ReleaseException when there is no such Service
     */
    public static ApplicationStatus read(
            ClusterGateway cluster, String namespace, String application, String service, String colorLabel) {
        String active = service != null ? service : application;
        if (active == null) {
            throw new ReleaseException(Sentence.of("status.noName"));
        }
        String name = application != null ? application : service;
        ServiceView view = cluster.service(active)
                .or(() -> service == null ? cluster.serviceOf(application) : Optional.empty())
                .orElseThrow(() -> new ReleaseException(Sentence.of("plan.noService", active, namespace)));
        ApplicationStatus status = new ApplicationStatus();
        status.live(cluster, namespace, name, view, ColorLabel.of(colorLabel, List.of(view)));
        status.colors(cluster, name);
        status.held(view.record().held());
        status.underWay(view.record(), cluster.lease(name + "-blue-green"));
        return status;
    }

    private void live(
            ClusterGateway cluster, String namespace, String name, ServiceView view, String colorLabel) {
        ServiceRecord record = view.record();
        Color color = Color.ofLabel(view.traffic().selector().get(colorLabel)).orElse(null);
        Workload live = color == null ? null : cluster.workload(name + "-" + color.label());
        String image = live != null && live.exists() ? live.deployment().image() : record.image();
        map.put("application", name);
        map.put("namespace", namespace);
        map.put("service", view.name());
        map.put("color", color == null ? "" : color.label());
        map.put("image", text(image));
        map.put("revision", String.valueOf(record.revision()));
        map.put("previousColor", record.previousColor() == null ? "" : record.previousColor().label());
        map.put("build", text(record.buildUrl()));
        map.put("outcome", text(record.outcome()));
        lines.add(
                color == null
                        ? Sentence.of("status.noColor", name, view.name(), view.traffic())
                        : Sentence.of("status.live", name, color, text(image), record.revision()));
        if (record.outcome() != null) {
            lines.add(Sentence.of("status.outcome", record.outcome()));
        }
    }

    private void colors(ClusterGateway cluster, String name) {
        for (Color color : Color.values()) {
            Workload workload = cluster.workload(name + "-" + color.label());
            map.put(color.label() + "Ready", String.valueOf(workload.readyPods()));
            map.put(color.label() + "Desired", String.valueOf(workload.desired()));
            if (workload.exists()) {
                lines.add(Sentence.of(
                        "status.pods",
                        name + "-" + color.label(),
                        workload.readyPods(),
                        workload.desired(),
                        text(workload.deployment().image())));
            }
        }
    }

    private void held(HeldCandidate held) {
        map.put("held", held == null ? "" : held.color().label());
        map.put("heldImage", held == null ? "" : held.image());
        map.put("heldBy", held == null ? "" : held.buildUrl());
        map.put("heldSince", held == null ? "" : held.since());
        if (held != null) {
            lines.add(Sentence.of("status.held", held.image(), held.color(), held.since(), held.buildUrl()));
        }
    }

    private void underWay(ServiceRecord record, Optional<LeaseView> lease) {
        String holder = lease.map(LeaseView::holder).orElse("");
        String url = lease.map(LeaseView::holderUrl).orElse("");
        String phase = record.phase() == null ? "" : record.phase().name();
        map.put("releasing", String.valueOf(!holder.isEmpty()));
        map.put("releasingBy", url.isEmpty() ? holder : url);
        map.put("phase", phase);
        if (!holder.isEmpty()) {
            lines.add(Sentence.of("status.releasing", map.get("releasingBy"), phase.isEmpty() ? "-" : phase));
        } else if (!phase.isEmpty()) {
            lines.add(Sentence.of("status.interrupted", text(record.buildUrl()), phase));
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** All of it as strings, in a fixed order: the step's return value. */
    public Map<String, String> toMap() {
        return new LinkedHashMap<>(map);
    }

    /** The same as sentences. */
    public List<Sentence> lines() {
        return List.copyOf(lines);
    }
}
