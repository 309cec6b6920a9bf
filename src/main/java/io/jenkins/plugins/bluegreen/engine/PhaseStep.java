package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.JobRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.JobProgress;
import io.jenkins.plugins.bluegreen.engine.seen.Leftovers;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import java.util.List;
import java.util.Optional;

/** The moves of one phase. Has no state of its own: everything is in {@link ReleaseState} and in the cluster. */
interface PhaseStep {
    /** Makes one move. A {@link ReleaseException} fails the release; a transient error repeats the move. */
    Move advance(PhaseContext context);

    /** Ends a phase that has reached its deadline and still waits. */
    default Move expired(PhaseContext context) {
        Sentence missing = context.state.waitingFor == null ? Sentence.verbatim("-") : context.state.waitingFor;
        return context.next.fail(Sentence.of(
                "release.timeout", context.state.phase, (context.now - context.state.phaseStartedAt) / 1000, missing));
    }

    /**
     * The Jobs of the manifests, such as database migrations: the part of APPLY that waits. They run one after another
     * before anything of the new version starts, each once per content: one of the same name that is complete is not
     * run again, one that runs is waited for, and one that has failed before this release is deleted and run again. A
     * Job that fails, fails the release. A Job that has begun is never stopped, because a migration must not be cut in
     * the middle: the next release waits for it.
     */
    final class Jobs {
        private Jobs() {}

        /** @return what to do before the Deployment is applied; null once all are complete, or when there are none */
        static Move run(PhaseContext context, Rendering rendering) {
            JobProgress jobs = context.state.apply.jobs;
            List<JobRef> all = rendering.jobs();
            if (all.isEmpty() || jobs.done) {
                return null;
            }
            if (!jobs.prepared) {
                context.write().applyNeeds(
                        context.spec,
                        rendering,
                        applied -> context.progress(Sentence.of("apply.applied", applied)));
                jobs.prepared = true;
                context.save();
            }
            while (jobs.complete < all.size()) {
                Move wait = run(context, rendering, all.get(jobs.complete));
                if (wait != null) {
                    return wait;
                }
                jobs.forget();
                jobs.complete++;
                context.save();
            }
            jobs.done = true;
            context.save();
            // the Services may have changed meanwhile: APPLY looks again
            return context.again();
        }

        private static Move run(PhaseContext context, Rendering rendering, JobRef job) {
            JobProgress jobs = context.state.apply.jobs;
            Optional<JobView> there = context.cluster
                    .jobs()
                    .find(job.name(), jobs.uid)
                    .filter(view -> !view.uid().equals(jobs.former))
                    .filter(view -> jobs.uid == null || view.uid().equals(jobs.uid));
            there.ifPresent(view -> requireOurs(context, view));
            if (there.isPresent() && there.get().deleting() && !there.get().isFinished()) {
                jobs.awaited = job.name();
                return context.waitFor(Sentence.of("job.deleting", job.name()));
            }
            boolean first = !job.name().equals(jobs.current);
            if (first) {
                if (is(there, JobView.State.COMPLETE)) {
                    context.progress(Sentence.of("job.before", job.name()));
                    return null;
                }
                Move wait = awaitOthers(context, job);
                if (wait != null) {
                    return wait;
                }
                if (is(there, JobView.State.FAILED)) {
                    context.progress(Sentence.of("job.again", job.name(), there.get().reason()));
                    context.write().deleteJob(there.get());
                    jobs.former = there.get().uid();
                    there = Optional.empty();
                }
                jobs.current = job.name();
                context.save();
            }
            if (jobs.uid == null) {
                return there.isPresent() ? follow(context, there.get(), first) : create(context, rendering, job.name());
            }
            return there.isPresent() ? look(context, there.get()) : gone(context, job);
        }

        private static boolean is(Optional<JobView> job, JobView.State state) {
            return job.isPresent() && job.get().state() == state;
        }

        private static void requireOurs(PhaseContext context, JobView job) {
            if (!context.state.application.equals(job.application())) {
                throw new ReleaseException(Sentence.of("job.foreign", job.name(), context.spec.namespace()));
            }
        }

        /** Two migrations at a time may spoil a database. What has not begun of a former release never will. */
        private static Move awaitOthers(PhaseContext context, JobRef job) {
            for (JobView other : context.cluster.jobs().of(context.state.application)) {
                if (other.isFinished() || other.name().equals(job.name())) {
                    continue;
                }
                if (!other.neverBegan() || other.deleting()) {
                    context.state.apply.jobs.awaited = other.name();
                    return context.waitFor(Sentence.of("job.other", other.name(), context.spec.namespace()));
                }
                context.write().deleteJob(other);
                context.progress(Sentence.of("job.notBegun", other.name()));
            }
            return null;
        }

        /** @param former whether a former release has created it; else the answer to its creation was lost */
        private static Move follow(PhaseContext context, JobView job, boolean former) {
            context.state.apply.jobs.uid = job.uid();
            context.save();
            context.progress(Sentence.of(former ? "job.found" : "job.started", job.name()));
            return look(context, job);
        }

        private static Move create(PhaseContext context, Rendering rendering, String name) {
            try {
                context.state.apply.jobs.uid = context.write().createJob(rendering, name);
            } catch (ClusterException e) {
                if (e.kind() != ClusterException.Kind.CONFLICT) {
                    throw e;
                }
                return context.waitFor(Sentence.of("job.deleting", name));
            }
            context.save();
            context.progress(Sentence.of("job.started", name));
            return context.again();
        }

        /** The cluster deletes a finished Job if it has a time to live. Whoever else deletes one means it. */
        private static Move gone(PhaseContext context, JobRef job) {
            JobProgress jobs = context.state.apply.jobs;
            if (!job.expires() || jobs.repeated) {
                jobs.forget();
                throw new ReleaseException(Sentence.of("job.gone", job.name()));
            }
            context.progress(Sentence.of("job.expired", job.name()));
            jobs.repeated = true;
            jobs.uid = null;
            return context.again();
        }

        private static Move look(PhaseContext context, JobView job) {
            JobProgress jobs = context.state.apply.jobs;
            boolean unexplained = job.state() == JobView.State.FAILED && jobs.lastEnd == null;
            if (unexplained || job.ends() > jobs.ends && job.state() != JobView.State.COMPLETE) {
                jobs.ends = job.ends();
                Optional<Sentence> end = Evidence.OfJobs.diagnose(context, job);
                jobs.lastEnd = end.orElse(jobs.lastEnd);
                if (!job.isFinished()) {
                    end.ifPresent(how -> context.progress(Sentence.of("job.tried", job.name(), how)));
                }
            }
            switch (job.state()) {
                case COMPLETE:
                    context.progress(Sentence.of("job.complete", job.name()));
                    return null;
                case FAILED:
                    Sentence failed = Sentence.of("job.failed", job.name(), job.reason());
                    throw Evidence.OfJobs.failed(context, failed, jobs.lastEnd);
                default:
                    Evidence.OfJobs.requireNoTrouble(context, job);
                    Evidence.OfJobs.tellWhyStuck(context, job);
                    long next = Math.min(jobs.passing.due(context.pace.scheduling()), jobs.diagnoseAt);
                    return context.waitUntil(
                            job.begun() ? Long.MAX_VALUE : next,
                            Sentence.of("job.waiting", job.name(), job.active(), job.failed()));
            }
        }

        /** Deletes the Jobs of former contents, but the newest. */
        static void prune(PhaseContext context) {
            ReleaseState state = context.state;
            if (state.operation != Operation.RELEASE || state.candidate == null || state.apply.jobs.pruned) {
                return;
            }
            List<JobRef> held = context.cluster.render(context.spec, state.candidate).jobs();
            if (held.isEmpty()) {
                return;
            }
            try {
                for (JobView job : Leftovers.among(context.cluster.jobs().of(state.application), held)) {
                    context.write().deleteJob(job);
                    context.progress(Sentence.of("retire.pruned", "Job/" + job.name()));
                }
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                context.warn(Sentence.of("retire.notPruned", "Job", state.application, e.sentence()));
            }
            state.apply.jobs.pruned = true;
        }
    }
}
