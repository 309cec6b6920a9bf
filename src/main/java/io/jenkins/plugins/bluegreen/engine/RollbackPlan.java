package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PLAN of a rollback that somebody asked for: the Services' annotations tell what there is to go back to. */
final class RollbackPlan {
    private RollbackPlan() {}

    /** @return null to go on, else the end */
    static Move plan(Run run) {
        ReleaseState state = run.state;
        String name = run.spec.service() != null ? run.spec.service() : run.spec.application();
        if (name == null) {
            throw new ReleaseException(Sentence.of("rollback.noName"));
        }
        state.application = run.spec.application() != null ? run.spec.application() : name;
        ServiceView primary = read(run, name);
        ServiceRecord record = primary.record();
        String label = primary.traffic().selector().get(run.spec.colorLabel());
        state.live = label == null ? null : Color.ofLabel(label).orElse(null);
        state.liveDeployment =
                state.live == null ? null : state.application + "-" + state.live.label();
        state.revision = record.revision();
        state.services = new ArrayList<>(List.of(move(primary, record.previousTraffic())));
        if (record.previousDeployment() == null || record.previousTraffic() == null) {
            if (record.rolledBackFrom() != null) {
                if (state.live != null && TakeOver.isNeeded(run, primary)) {
                    return TakeOver.begin(run, services(run, primary));
                }
                return run.finish(
                        Outcome.UNCHANGED,
                        Sentence.of("rollback.already", state.application, record.rolledBackFrom(), run.traffic()),
                        null);
            }
            throw new ReleaseException(Sentence.of("rollback.nothing", state.application));
        }
        for (ServiceView view : services(run, primary)) {
            if (view != primary) {
                state.services.add(another(run, view, record));
            }
        }
        state.candidate = record.previousColor();
        state.candidateDeployment = record.previousDeployment();
        if (state.candidateDeployment.equals(state.liveDeployment)) {
            // somebody has brought the traffic there by hand: what would be retired is what serves
            return run.finish(
                    Outcome.UNCHANGED,
                    Sentence.of("rollback.there", state.application, state.candidateDeployment),
                    null);
        }
        if (record.color() != null && record.color() != state.live) {
            throw ServiceSwitch.changed(
                    primary, primary.traffic().with(run.spec.colorLabel(), record.color().label()));
        }
        Workload previous = run.cluster.workload(state.candidateDeployment);
        if (!previous.exists()) {
            throw new ReleaseException(
                    Sentence.of("rollback.gone", state.application, state.candidateDeployment));
        }
        state.image = previous.deployment().image();
        state.specHash = previous.deployment().specHash();
        state.candidateWasRunning = previous.deployment().desired() > 0;
        int former = Math.max(previous.deployment().formerReplicas(), previous.deployment().desired());
        state.liveReplicas = Optional.ofNullable(state.liveDeployment)
                .map(run.cluster::workload)
                .filter(Workload::exists)
                .map(live -> live.deployment().desired())
                .orElse(0);
        state.replicas = Math.max(1, Math.max(former, state.liveReplicas));
        run.progress(Sentence.of("rollback.plan", state.candidateDeployment, state.replicas, state.image));
        if (!state.plan.checked) {
            run.cluster.checkPermissions(run.spec);
            state.plan.checked = true;
        }
        return run.spec.policy().dryRun()
                ? run.finish(Outcome.UNCHANGED, Sentence.of("result.dryRun", run.traffic()), null)
                : null;
    }

    private static List<ServiceView> services(Run run, ServiceView primary) {
        List<ServiceView> services = new ArrayList<>(List.of(primary));
        primary.record().services().stream()
                .filter(other -> !other.equals(primary.name()))
                .forEach(other -> services.add(read(run, other)));
        return services;
    }

    private static ServiceView read(Run run, String name) {
        return PlanPhase.requireSelector(run.read(name)
                .orElseThrow(() -> new ReleaseException(
                        Sentence.of("plan.noService", name, run.spec.namespace()))));
    }

    /**
     * Another Service of the application. One that a release did not get to before it was interrupted is still where
     * the first one goes back to.
     */
    private static ServiceMove another(Run run, ServiceView view, ServiceRecord first) {
        String label = view.traffic().selector().get(run.spec.colorLabel());
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
        return new ServiceMove(
                view.name(),
                view.resourceVersion(),
                view.traffic(),
                to,
                view.record(),
                view.traffic(),
                null);
    }
}
