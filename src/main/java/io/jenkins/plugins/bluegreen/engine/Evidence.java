package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.JobProgress;
import io.jenkins.plugins.bluegreen.engine.seen.PassingTroubles;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Completes a release's failure with what the candidate's Pods tell: exit code, last log lines, events. Read once,
 * after the traffic is back and before the candidate goes. No failure of these reads fails anything.
 */
final class Evidence {
    private Evidence() {}

    /**
     * A step of the rollback: waits until the Pods show what is wrong, as long as the candidate stays anyway, and reads
     * it. A read that the API refuses is repeated for {@link Pace#poll}.
     *
     * @return what to wait for; null once the failure is complete, or can't be completed, and the next step is to begin
     */
    static Move read(PhaseContext context) {
        Move wait = isWanted(context.state) ? waitOrRead(context) : null;
        if (wait == null) {
            context.state.rollback.step = RollbackPhase.Step.LET_CANDIDATE_GO;
        }
        return wait;
    }

    private static boolean isWanted(ReleaseState state) {
        return !state.rollback.explained
                && state.failure != null
                && !state.failure.key().equals("abort.requested");
    }

    private static Move waitOrRead(PhaseContext context) {
        ReleaseState state = context.state;
        long delaySeconds = RetirePhase.staySeconds(context, state.candidateDeployment);
        long due = state.rollback.backAt + delaySeconds * 1000L;
        boolean stays = state.rollback.backAt != 0 && context.spec.policy().onFailure() == OnFailure.SCALE_DOWN;
        if (stays && context.now < due && !isVisible(context)) {
            return context.waitUntil(due, Sentence.of("retire.waiting", delaySeconds, state.candidateDeployment));
        }
        if (state.rollback.explainBy == 0) {
            state.rollback.explainBy = context.now + context.pace.poll();
        }
        try {
            complete(context);
        } catch (ClusterException e) {
            if (e.isTransient() && context.now < state.rollback.explainBy) {
                throw e;
            }
            context.progress(Sentence.of("ready.notDiagnosed", e.sentence()));
        } catch (Throwable e) {
            context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
        }
        return null;
    }

    /** The same in one attempt, for a release that ends now. */
    static void readAtEnd(PhaseContext context) {
        if (!isWanted(context.state)) {
            return;
        }
        try {
            complete(context);
        } catch (Throwable e) {
            context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
        }
    }

    private static void complete(PhaseContext context) {
        ReleaseState state = context.state;
        state.health.companions().leave(isOwnVisible(context));
        Optional<Sentence> reason = isVisible(context) ? diagnose(context) : Optional.empty();
        reason.ifPresent(why -> state.failure = state.failure.then(why));
        state.rollback.explained = true;
    }

    /** The diagnosis of the candidate's Pods, or of those of its companion that is waited for. */
    static Optional<Sentence> diagnose(PhaseContext context) {
        ReleaseState state = context.state;
        String companion = state.health.companions().awaited;
        return context.cluster.diagnose(
                companion == null ? state.candidateDeployment : companion,
                state.operation == Operation.RELEASE ? state.specHash : null);
    }

    /** Whether the watch shows anything wrong: a refused or unready Pod, or a container that has ended since READY. */
    private static boolean isVisible(PhaseContext context) {
        return context.state.health.companions().awaited != null || isOwnVisible(context);
    }

    private static boolean isOwnVisible(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.candidateDeployment == null || state.specHash == null && state.operation == Operation.RELEASE) {
            return false;
        }
        Workload candidate = context.cluster.workload(state.candidateDeployment);
        return candidate.exists()
                && (candidate.deployment().refusal() != null
                        || ReadyPhase.ours(state, candidate).stream().anyMatch(pod -> isWrong(state, pod)));
    }

    private static boolean isWrong(ReleaseState state, PodView pod) {
        return !pod.ready() || state.test.tested.endsOf(pod) > 0;
    }

    /** The diagnosis of the old colour's Pods, which a rollback waited for in vain, if it can be read. */
    static Optional<Sentence> whyNotBack(PhaseContext context) {
        if (!context.state.trafficMoved() || context.state.liveDeployment == null) {
            return Optional.empty();
        }
        try {
            return context.cluster.diagnose(context.state.liveDeployment, null);
        } catch (Throwable e) {
            context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
            return Optional.empty();
        }
    }

    /** The same of a Job that APPLY waits for. */
    static final class OfJobs {
        /** Troubles that the Job itself has to count, until its backoffLimit is reached. */
        private static final Set<PodTrouble.Kind> COUNTED = EnumSet.of(
                PodTrouble.Kind.CRASH_LOOP,
                PodTrouble.Kind.OOM_KILLED,
                PodTrouble.Kind.INIT_CONTAINER,
                PodTrouble.Kind.INIT_AGAIN);

        private static final int DELETIONS = 5;
        /** The key of the diagnosis that no node will come. */
        private static final String NO_SCALE_UP = "diagnosis.noScaleUp";

        private OfJobs() {}

        static ReleaseException failed(PhaseContext context, Sentence what, Sentence why) {
            context.state.rollback.explained = true;
            return new ReleaseException(why == null ? what : what.then(why));
        }

        static Optional<Sentence> diagnose(PhaseContext context, JobView job) {
            try {
                return context.cluster.jobs().diagnose(job);
            } catch (ClusterException e) {
                context.progress(Sentence.of("ready.notDiagnosed", e.sentence()));
                return Optional.empty();
            }
        }

        /** What keeps a Pod from starting is no failure of the Job, and would be waited for until the timeout. */
        static void requireNoTrouble(PhaseContext context, JobView job) {
            TreeMap<String, Sentence> soonOver = new TreeMap<>();
            for (PodView pod : job.pods()) {
                PodTrouble trouble = pod.trouble();
                if (trouble != null && !COUNTED.contains(trouble.kind()) && !trouble.mayTakeLong()) {
                    Sentence plain = Sentence.of("ready.trouble", pod.name(), trouble.detail());
                    if (!trouble.mayPass()) {
                        throw stuck(context, job, plain);
                    }
                    soonOver.put(pod.uid() + trouble.kind(), plain);
                }
            }
            PassingTroubles passing = context.state.apply.jobs.passing;
            passing.see(soonOver.keySet(), context.now);
            Optional<String> overdue = passing.overdue(context.now, context.pace.scheduling());
            if (overdue.isPresent()) {
                throw stuck(context, job, soonOver.get(overdue.get()));
            }
        }

        private static ReleaseException stuck(PhaseContext context, JobView job, Sentence known) {
            return failed(context, Sentence.of("job.stuck", job.name()), diagnose(context, job).orElse(known));
        }

        /** Tells why no container has started, in growing intervals, because the diagnosis may need requests. */
        static void tellWhyStuck(PhaseContext context, JobView job) {
            JobProgress jobs = context.state.apply.jobs;
            if (jobs.diagnoseAt == 0) {
                jobs.diagnoseAt = context.now + context.pace.stuck();
            }
            if (job.begun() || context.now < jobs.diagnoseAt) {
                return;
            }
            jobs.diagnoseAt = context.now + (context.pace.stuck() << Math.min(++jobs.diagnoses, 5));
            Optional<Sentence> why = diagnose(context, job);
            if (why.isPresent() && why.get().key().equals(NO_SCALE_UP)) {
                throw failed(context, Sentence.of("job.stuck", job.name()), why.get());
            }
            long leftSeconds = Math.max(0, context.state.deadline - context.now) / 1000;
            why.ifPresent(reason -> context.progress(Sentence.of("ready.stuck", reason, leftSeconds)));
        }

        /** What becomes of the Job that a release waited for when it failed: added to the reason of the failure. */
        static Sentence leave(PhaseContext context, Sentence cause) {
            JobProgress jobs = context.state.apply.jobs;
            if (jobs.current == null) {
                return cause;
            }
            String name = jobs.current;
            Sentence left = Sentence.of("job.goesOn", name, context.spec.namespace());
            Sentence whole = cause;
            try {
                Optional<JobView> there = context.cluster.jobs().find(name, jobs.uid).filter(job -> !job.isFinished());
                if (there.isEmpty() || jobs.uid != null && !there.get().uid().equals(jobs.uid)) {
                    return cause;
                }
                if (!context.state.aborted && !context.state.rollback.explained) {
                    whole = diagnose(context, there.get()).map(cause::then).orElse(cause);
                }
                if (isDeleted(context, there.get())) {
                    left = Sentence.of("job.notBegun", name);
                }
            } catch (RuntimeException e) {
                context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
            }
            context.state.rollback.explained = true;
            return whole.then(left);
        }

        /** Deletes a Job that never began. Its status changes while Pods are tried: then it is read again. */
        private static boolean isDeleted(PhaseContext context, JobView job) {
            Optional<JobView> there = Optional.of(job);
            for (int attempt = 1; there.filter(JobView::neverBegan).isPresent(); attempt++) {
                try {
                    context.write().deleteJob(there.get());
                    return true;
                } catch (ClusterException e) {
                    if (!e.isTransient() || attempt == DELETIONS) {
                        throw e;
                    }
                }
                there = context.cluster.jobs().fresh(job.name()).filter(now -> now.uid().equals(job.uid()));
            }
            return false;
        }
    }
}
