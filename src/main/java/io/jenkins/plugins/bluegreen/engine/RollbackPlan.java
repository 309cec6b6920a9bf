package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.seen.ColorLabel;
import io.jenkins.plugins.bluegreen.engine.spec.KeptSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PLAN of a manual rollback: the Services' annotations name the colour to go back to. */
final class RollbackPlan {
    private RollbackPlan() {}

    /** Decides the colour to go back to. @return null to go on, else the end of the release */
    static Move plan(PhaseContext context) {
        ReleaseState state = context.state;
        String name = context.spec.service() != null ? context.spec.service() : context.spec.application();
        if (name == null) {
            throw new ReleaseException(Sentence.of("rollback.noName"));
        }
        if (state.plan.asked == Operation.DISCARD && context.spec.service() == null) {
            return Held.place(context, name);
        }
        ServiceView primary = find(context, name);
        ServiceRecord record = primary.record();
        state.application = application(context, primary);
        state.plan.colorLabel = ColorLabel.of(context.spec.colorLabel(), List.of(primary));
        String label = primary.traffic().selector().get(context.state.plan.colorLabel);
        state.live = label == null ? null : Color.ofLabel(label).orElse(null);
        state.liveDeployment =
                state.live == null ? null : state.application + "-" + state.live.label();
        state.revision = record.revision();
        state.services = new ArrayList<>(List.of(move(primary, record.previousTraffic())));
        List<ServiceView> services = services(context, primary);
        state.plan.colorLabel = ColorLabel.of(context.spec.colorLabel(), services);
        Move mended = TakeOver.Mixed.mend(context, services);
        if (mended != null) {
            return mended;
        }
        if (record.held() != null || state.plan.asked == Operation.DISCARD) {
            return Held.discard(context, services);
        }
        if (record.previousDeployment() == null || record.previousTraffic() == null) {
            if (state.liveDeployment != null && state.liveDeployment.equals(state.plan.backOn)) {
                // that was the rollback: the interrupted release had begun it
                return context.next.finish(Outcome.PROMOTED, ResultTexts.backOn(state, state.plan.backOn), null);
            }
            if (record.rolledBackFrom() != null) {
                if (state.live != null && TakeOver.isNeeded(context, primary)) {
                    return TakeOver.begin(context, services);
                }
                requireRecordedColor(context, primary);
                return context.next.finish(
                        Outcome.UNCHANGED,
                        Sentence.of(
                                "rollback.already",
                                state.application,
                                record.rolledBackFrom(),
                                ResultTexts.traffic(state)),
                        null);
            }
            throw new ReleaseException(Sentence.of("rollback.nothing", state.application));
        }
        for (ServiceView view : services) {
            if (view != primary) {
                state.services.add(another(context, view, record));
            }
        }
        state.candidate = record.previousColor();
        state.candidateDeployment = record.previousDeployment();
        if (state.candidateDeployment.equals(state.liveDeployment)) {
            // the traffic was moved there by hand: the rollback would retire the colour that serves
            return context.next.finish(
                    Outcome.UNCHANGED,
                    Sentence.of("rollback.there", state.application, state.candidateDeployment),
                    null);
        }
        requireRecordedColor(context, primary);
        Workload previous = context.cluster.workload(state.candidateDeployment);
        if (!previous.exists()) {
            throw new ReleaseException(
                    Sentence.of("rollback.gone", state.application, state.candidateDeployment));
        }
        state.image = previous.deployment().image();
        state.specHash = previous.deployment().specHash();
        state.candidateWasRunning = previous.deployment().desired() > 0;
        int former = Math.max(previous.deployment().formerReplicas(), previous.deployment().desired());
        state.liveReplicas = Optional.ofNullable(state.liveDeployment)
                .map(context.cluster::workload)
                .filter(Workload::exists)
                .map(live -> live.deployment().desired())
                .orElse(0);
        state.replicas = Math.max(1, Math.max(former, state.liveReplicas));
        context.progress(Sentence.of("rollback.plan", state.candidateDeployment, state.replicas, state.image));
        if (!state.plan.checked) {
            context.cluster.checkPermissions(context.spec);
            ApplyPhase.Sizes.look(context);
            ResultTexts.tellStay(context);
            state.plan.checked = true;
        }
        return context.spec.policy().dryRun()
                ? context.next.finish(Outcome.UNCHANGED, Sentence.of("result.dryRun", ResultTexts.traffic(state)), null)
                : null;
    }

    /** The Service may have another name than the application. */
    private static ServiceView find(PhaseContext context, String name) {
        Optional<ServiceView> there = context.read(name);
        if (there.isEmpty() && context.spec.service() == null) {
            there = context.cluster.serviceOf(name);
        }
        return PlanChecks.requireSelector(there.orElseThrow(
                () -> new ReleaseException(Sentence.of("rollback.noService", name, context.spec.namespace()))));
    }

    /** What its Deployments are called without their colour, which may be none of the names that the user gives. */
    private static String application(PhaseContext context, ServiceView primary) {
        String stated = context.spec.application() != null ? context.spec.application() : primary.name();
        ServiceRecord record = primary.record();
        if (record.color() == null
                || context.cluster.workload(stated + "-" + record.color().label()).exists()) {
            return stated;
        }
        String former = record.formerDeployment() == null ? "" : record.formerDeployment();
        String end = "-" + record.color().other().label();
        String base = former.endsWith(end) ? former.substring(0, former.length() - end.length()) : "";
        return context.cluster.workload(base + "-" + record.color().label()).exists() ? base : stated;
    }

    /** Refuses to go on if somebody moved the traffic since the record was written. */
    private static void requireRecordedColor(PhaseContext context, ServiceView primary) {
        Color recorded = primary.record().color();
        if (recorded != null && recorded != context.state.live) {
            throw ServiceSwitch.changed(
                    primary, primary.traffic().with(context.state.plan.colorLabel, recorded.label()));
        }
    }

    private static List<ServiceView> services(PhaseContext context, ServiceView primary) {
        List<ServiceView> services = new ArrayList<>(List.of(primary));
        primary.record().services().stream()
                .filter(other -> !other.equals(primary.name()))
                .forEach(other -> services.add(read(context, other)));
        return services;
    }

    private static ServiceView read(PhaseContext context, String name) {
        return PlanChecks.requireSelector(context.read(name)
                .orElseThrow(() -> new ReleaseException(
                        Sentence.of("rollback.noService", name, context.spec.namespace()))));
    }

    /**
     * Another Service of the application. If an interrupted release has not switched it, it still selects the colour
     * that the first one goes back to.
     */
    private static ServiceMove another(PhaseContext context, ServiceView view, ServiceRecord first) {
        String label = view.traffic().selector().get(context.state.plan.colorLabel);
        if (first.previousColor() != null && first.previousColor().label().equals(label)) {
            return move(view, view.traffic());
        }
        if (view.record().previousTraffic() == null
                || !first.previousDeployment().equals(view.record().previousDeployment())) {
            throw new ReleaseException(Sentence.of("rollback.nothing", view.name()));
        }
        return move(view, view.record().previousTraffic());
    }

    private static ServiceMove move(ServiceView view, Traffic to) {
        return ServiceMove.forward(view, to, view.record());
    }

    /** Takes a held candidate away: nothing has had its traffic yet. */
    static final class Held {
        private Held() {}

        /** Reads which Service the candidate is held beside, and begins again. */
        static Move place(PhaseContext context, String application) {
            Map<String, String> kept = context.cluster.kept(application).orElse(Map.of());
            context.state.spec = KeptSpec.place(context.spec, application, kept);
            return context.again();
        }

        /** Decides to take the held candidate away. @return null to go on, else the end of the release */
        static Move discard(PhaseContext context, List<ServiceView> services) {
            ReleaseState state = context.state;
            HeldCandidate held = services.get(0).record().held();
            if (held == null) {
                throw SwitchPhase.Held.nothing(state.application);
            }
            state.candidate = held.color();
            state.candidateDeployment = state.application + "-" + held.color().label();
            if (state.candidate == state.live) {
                throw new ReleaseException(Sentence.of("promote.live", state.application, held.color()));
            }
            state.image = held.image();
            state.specHash = held.specHash();
            if (state.live == null) {
                Adoption adopted = context.cluster.adoption(services.get(0));
                state.pin = adopted.label();
                state.liveDeployment = adopted.deployment();
            }
            state.services = new ArrayList<>(services.stream().map(view -> staying(state, view)).toList());
            state.plan.asked = Operation.DISCARD;
            context.progress(Sentence.of("discard.plan", held.image(), held.color(), held.buildUrl()));
            if (!state.plan.checked) {
                context.cluster.checkPermissions(context.spec);
                ApplyPhase.Sizes.look(context);
                state.plan.checked = true;
            }
            Sentence planned = Sentence.of("result.dryRun", ResultTexts.traffic(state));
            return context.spec.policy().dryRun() ? context.next.finish(Outcome.UNCHANGED, planned, null) : null;
        }

        private static ServiceMove staying(ReleaseState state, ServiceView view) {
            Traffic from = view.traffic();
            Traffic unpinned = state.pin == null ? null : from.without(state.pin);
            Traffic to = (unpinned == null ? from : unpinned).with(state.plan.colorLabel, state.candidate.label());
            return new ServiceMove(
                    view.name(), view.resourceVersion(), from, to, view.record(), from, unpinned);
        }

        /** Deletes what the held candidate was made of, before the candidate itself goes. */
        static void forget(PhaseContext context) {
            ColoredObject secret = SwitchPhase.Held.secret(context.state);
            try {
                context.write().prune(context.state.application, secret.kind(), secret::equals);
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                context.warn(e.sentence());
            }
        }
    }
}
