package io.jenkins.plugins.bluegreen.e2e;

import io.jenkins.plugins.bluegreen.conformance.Released;
import io.jenkins.plugins.bluegreen.demo.ReportJson;
import io.jenkins.plugins.bluegreen.demo.ScenarioReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test its {@link Trial}, checks after it what no release may do, and reports it in
 * {@code target/e2e/report.json}: outcome, seconds and calls of its last release, and the traffic of all of it.
 */
final class Trials implements ParameterResolver, AfterEachCallback {
    private static final Path REPORT = Path.of("target", "e2e", "report.json");
    private static final Namespace OURS = Namespace.create(Trials.class);

    /** What all tests share; closed after the last one. */
    private static final class Session implements AutoCloseable {
        private final RealCluster cluster = connect();
        private final List<ScenarioReport> reports = new ArrayList<>();

        private static RealCluster connect() {
            try {
                return RealCluster.connect();
            } catch (IOException e) {
                throw new IllegalStateException("The cluster can't be used.", e);
            }
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Trial.class;
    }

    @Override
    public Trial resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            Trial trial = new Trial(session(context).cluster);
            context.getStore(OURS).put(Trial.class, trial);
            return trial;
        } catch (IOException e) {
            throw new ParameterResolutionException("The trial can't begin.", e);
        }
    }

    private static Session session(ExtensionContext context) {
        Store all = context.getRoot().getStore(OURS);
        return all.computeIfAbsent(Session.class, key -> new Session(), Session.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Trial trial = context.getStore(OURS).get(Trial.class, Trial.class);
        if (trial == null || trial.released.isEmpty()) {
            return;
        }
        Released last = trial.released.get(trial.released.size() - 1);
        List<ScenarioReport> reports = session(context).reports;
        reports.add(ScenarioReport.of(
                context.getDisplayName(),
                null,
                last.state(),
                last.result(),
                List.of(),
                last.lines(),
                trial.allTraffic(),
                Trial.calls(last),
                context.getExecutionException().map(Throwable::toString).stream().toList()));
        Files.createDirectories(REPORT.getParent());
        reports.sort(Comparator.comparing(ScenarioReport::scenario));
        ReportJson.write(reports, REPORT);
        trial.assertPromisesKept();
    }
}
