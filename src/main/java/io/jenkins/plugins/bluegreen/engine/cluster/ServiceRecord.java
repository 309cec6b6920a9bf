package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What an active Service tells of its application, as annotations. A value that is not known is null. */
public final class ServiceRecord implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ServiceRecord NONE = new ServiceRecord(
            new Live(null, 0, null, null, null, null),
            new Previous(null, null, null, null), null, new Writer(null, null, null, null, null), new ArrayList<>());

    private final Live live;
    private final Previous previous;
    private final String rolledBackFrom;
    private final Writer writer;
    private final ArrayList<String> services;

    private ServiceRecord(Live live, Previous previous, String from, Writer writer, ArrayList<String> services) {
        this.live = live;
        this.previous = previous;
        this.rolledBackFrom = from;
        this.writer = writer;
        this.services = services;
    }

    /** The record of a Service that no release has switched. */
    public static ServiceRecord none() {
        return NONE;
    }

    /** The same, with another live version; see the methods of the parameters' names. */
    public ServiceRecord withLive(Color color, int revision, String image, String specHash) {
        return with(new Live(color, revision, image, specHash, live.sharedHash, live.objects));
    }

    private ServiceRecord with(Live changed) {
        return new ServiceRecord(changed, previous, rolledBackFrom, writer, services);
    }

    /** The same, with another {@link #sharedHash()}. */
    public ServiceRecord withSharedHash(String hash) {
        return with(new Live(live.color, live.revision, live.image, live.specHash, hash, live.objects));
    }

    /** The same, with other {@link #objects()}. */
    public ServiceRecord withObjects(List<String> objects) {
        ArrayList<String> names = objects == null ? null : new ArrayList<>(objects);
        return with(new Live(live.color, live.revision, live.image, live.specHash, live.sharedHash, names));
    }

    /** The same, with another target of a rollback; see {@link #previousColor()} and the methods after it. */
    public ServiceRecord withPrevious(Color color, String deployment, Traffic traffic) {
        Previous changed = new Previous(color, deployment, traffic, null);
        return new ServiceRecord(live, changed, rolledBackFrom, writer, services);
    }

    /** The same, with other {@link #previousRoutes()}. */
    public ServiceRecord withPreviousRoutes(String routes) {
        Previous changed = new Previous(previous.color, previous.deployment, previous.traffic, routes);
        return new ServiceRecord(live, changed, rolledBackFrom, writer, services);
    }

    /** The same, without a target of a rollback. */
    public ServiceRecord withoutPrevious() {
        return withPrevious(null, null, null);
    }

    /** The same, with another {@link #rolledBackFrom()}. */
    public ServiceRecord withRolledBackFrom(String deployment) {
        return new ServiceRecord(live, previous, deployment, writer, services);
    }

    /** The same, written by another release, in a phase; null: no phase is in progress. Holds nothing any more. */
    public ServiceRecord writtenBy(String release, String buildUrl, Phase phase) {
        Writer other = new Writer(release, buildUrl, phase, null, null);
        return new ServiceRecord(live, previous, rolledBackFrom, other, services);
    }

    /** The same, with another {@link #held()}. */
    public ServiceRecord withHeld(HeldCandidate held) {
        String text = held == null ? null : held.text();
        Writer same = new Writer(writer.release, writer.buildUrl, writer.phase, text, writer.outcome);
        return new ServiceRecord(live, previous, rolledBackFrom, same, services);
    }

    /** The same, with no phase in progress, another {@link #outcome()}, and nothing held. */
    public ServiceRecord atRest(String outcome) {
        Writer rests = new Writer(release(), buildUrl(), null, null, outcome);
        return new ServiceRecord(live, previous, rolledBackFrom, rests, services);
    }

    /** The same, with other {@link #services()}. */
    public ServiceRecord withServices(List<String> names) {
        return new ServiceRecord(live, previous, rolledBackFrom, writer, new ArrayList<>(names));
    }

    /** The live colour. */
    public Color color() {
        return live.color;
    }

    /** The number of promotions until now; 0: never promoted. */
    public int revision() {
        return live.revision;
    }

    /** The live image. */
    public String image() {
        return live.image;
    }

    /** The live version's {@link Rendering#specHash()}. */
    public String specHash() {
        return live.specHash;
    }

    /** The {@link Rendering#sharedHash()} of the last release that applied such objects. Null is not written. */
    public String sharedHash() {
        return live.sharedHash;
    }

    /** The coloured objects that are applied and not pruned, see {@link ColoredObject#text}. Null is not written. */
    public List<String> objects() {
        return live.objects == null ? null : List.copyOf(live.objects);
    }

    /** The colour that a rollback switches to; null when there is none, or when its Pods have no colour. */
    public Color previousColor() {
        return previous.color;
    }

    /** The Deployment that a rollback switches to; null when there is none. */
    public String previousDeployment() {
        return previous.deployment;
    }

    /** The Service's traffic before the last switch; null when there was none. */
    public Traffic previousTraffic() {
        return previous.traffic;
    }

    /**
     * The routes that the last switch changed, or that the release in progress may have changed: their
     * {@link Route#path()}, joined by commas, a blank, the release that wrote them, and after another blank
     * {@code restored} if the release in progress is a rollback. Null when there were none.
     */
    public String previousRoutes() {
        return previous.routes;
    }

    /** The Deployment that was live before the last rollback; null when the last release was promoted. */
    public String rolledBackFrom() {
        return rolledBackFrom;
    }

    /** Whether the last switch was a manual rollback's. */
    public boolean isRollback() {
        return previousDeployment() == null && rolledBackFrom != null;
    }

    /** The Deployment that was live before the last switch; null when there was none. */
    public String formerDeployment() {
        return isRollback() ? rolledBackFrom : previousDeployment();
    }

    /** The {@link ReleaseSpec#id()} of the release that wrote this. */
    public String release() {
        return writer.release;
    }

    /** The {@link ReleaseSpec#buildUrl()} of the release that wrote this. */
    public String buildUrl() {
        return writer.buildUrl;
    }

    /** The phase in progress; null when none is. */
    public Phase phase() {
        return writer.phase;
    }

    /** How the last release ended that wrote here; null while one is in progress, and where that is not known. */
    public String outcome() {
        return writer.outcome;
    }

    /** The candidate that waits for its promotion; null when none does. */
    public HeldCandidate held() {
        return HeldCandidate.of(writer.held);
    }

    /** All active Services of the application, this one included; empty when not known. */
    public List<String> services() {
        return List.copyOf(services);
    }

    private static final class Live implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Color color;
        private final int revision;
        private final String image;
        private final String specHash;
        private final String sharedHash;
        private final ArrayList<String> objects;

        private Live(Color color, int revision, String image, String hash, String shared, ArrayList<String> objects) {
            this.color = color;
            this.revision = revision;
            this.image = image;
            this.specHash = hash;
            this.sharedHash = shared;
            this.objects = objects;
        }
    }

    private static final class Previous implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Color color;
        private final String deployment;
        private final Traffic traffic;
        private final String routes;

        private Previous(Color color, String deployment, Traffic traffic, String routes) {
            this.color = color;
            this.deployment = deployment;
            this.traffic = traffic;
            this.routes = routes;
        }
    }

    private static final class Writer implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String release;
        private final String buildUrl;
        private final Phase phase;
        private final String held;
        private final String outcome;

        private Writer(String release, String buildUrl, Phase phase, String held, String outcome) {
            this.release = release;
            this.buildUrl = buildUrl;
            this.phase = phase;
            this.held = held;
            this.outcome = outcome;
        }
    }
}
