package io.jenkins.plugins.bluegreen.e2e.given;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.demo.report.ReportJson;
import io.jenkins.plugins.bluegreen.demo.report.ScenarioReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The JUnit extension of {@link E2e}: gives each test its {@link Trial}, or as many as it opens, checks the promises
 * after it, and reports it in {@code target/e2e/report.json}: outcome, seconds and calls of its last release, and all
 * its traffic.
 */
final class Trials implements ParameterResolver, AfterEachCallback {
    private static final Path REPORT = Path.of("target", "e2e", "report.json");
    private static final Namespace OURS = Namespace.create(Trials.class);

    /** The cluster and the report, shared by all tests; closed after the last one. */
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

    /** The trials of one test, by their suffixes to the test's name; closed after it. */
    private static final class Begun implements AutoCloseable {
        private final Map<String, Trial> trials = new ConcurrentSkipListMap<>();
        private final RealCluster cluster;

        Begun(RealCluster cluster) {
            this.cluster = cluster;
        }

        Trial open(String what) {
            try {
                Trial trial = new Trial(cluster);
                trials.put(what, trial);
                return trial;
            } catch (IOException e) {
                throw new UncheckedIOException("The trial can't begin.", e);
            }
        }

        @Override
        public void close() {
            trials.values().forEach(Trial::close);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Trial.class || type == Trial.Source.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Begun begun = new Begun(session(context).cluster);
        context.getStore(OURS).put(Begun.class, begun);
        return parameter.getParameter().getType() == Trial.class ? begun.open("") : (Trial.Source) begun::open;
    }

    private static Session session(ExtensionContext context) {
        Store all = context.getRoot().getStore(OURS);
        return all.computeIfAbsent(Session.class, key -> new Session(), Session.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Begun begun = context.getStore(OURS).get(Begun.class, Begun.class);
        if (begun == null) {
            return;
        }
        List<ScenarioReport> reports = session(context).reports;
        begun.trials.forEach((what, trial) -> {
            if (!trial.released.isEmpty()) {
                reports.add(report(context, what, trial));
            }
        });
        Files.createDirectories(REPORT.getParent());
        reports.sort(Comparator.comparing(ScenarioReport::scenario));
        ReportJson.write(reports, REPORT);
        begun.trials.values().forEach(Trial::assertPromisesKept);
    }

    private static ScenarioReport report(ExtensionContext context, String what, Trial trial) {
        Released last = trial.released.get(trial.released.size() - 1);
        return ScenarioReport.of(
                context.getDisplayName() + (what.isEmpty() ? "" : " (" + what + ")"),
                null,
                last.state(),
                last.result(),
                ScenarioReport.phases(last.state(), last.result()),
                last.lines(),
                trial.allTraffic(),
                Trial.calls(last),
                context.getExecutionException().map(Throwable::toString).stream().toList());
    }
}
