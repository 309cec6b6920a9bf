package io.jenkins.plugins.bluegreen.jenkins.promote;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.seen.ApplicationStatus;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.discord.StepCompletion;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseThreads;
import io.jenkins.plugins.bluegreen.jenkins.service.BuildConsole;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** The execution of {@code blueGreenStatus}. It reads off the CPS thread; after a restart it reads again. */
final class StatusExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final String cluster;
    private final String namespace;
    private final String app;
    private final String service;
    private final String colorLabel;
    private final StepCompletion completion = new StepCompletion();

    StatusExecution(StepContext context, BlueGreenStatusStep step) {
        super(context);
        cluster = step.getCluster();
        namespace = step.getNamespace();
        app = step.getApp();
        service = step.getService();
        colorLabel = step.getColorLabel();
    }

    @Override
    public boolean start() {
        ReleaseThreads.get().prepare(this::run);
        return false;
    }

    @Override
    public void onResume() {
        ReleaseThreads.get().prepare(this::run);
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        if (completion.isFirst()) {
            getContext().onFailure(cause);
        }
    }

    private void run() {
        try {
            Map<String, String> status = read();
            if (completion.isFirst()) {
                getContext().onSuccess(status);
            }
        } catch (ReleaseException e) {
            stop(new AbortException(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(e);
        } catch (Throwable e) {
            // an Error too, as of an incompatible plugin: the step must end
            stop(e);
        }
    }

    private Map<String, String> read() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        ClusterEntry entry = Clusters.named(cluster);
        ReleaseSpec.Builder asked = ReleaseSpec.in(Clusters.namespace(entry, namespace, run), "status")
                .application(app)
                .service(service);
        if (colorLabel != null) {
            asked.colorLabel(colorLabel);
        }
        ReleaseSpec spec = asked.build();
        FabricGateway gateway = Clusters.connect(entry, run).gateway(spec.namespace());
        // the watches end a minute after this, unless a release needs them
        Subscription reading = gateway.onChange(name -> false, () -> {});
        try {
            ApplicationStatus status = ApplicationStatus.read(
                    gateway, spec.namespace(), spec.application(), spec.service(), spec.colorLabel());
            TaskListener log = getContext().get(TaskListener.class);
            status.lines().forEach(line -> BuildConsole.print(log, line.in(Locale.ENGLISH)));
            return status.toMap();
        } finally {
            reading.close();
        }
    }
}
