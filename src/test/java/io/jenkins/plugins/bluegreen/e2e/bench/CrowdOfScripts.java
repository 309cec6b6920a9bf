package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A crowd with a script for each application, as so many agents run them. */
final class CrowdOfScripts implements CrowdTurns.Crowd {
    private interface Part {
        void run(KubectlScript script) throws IOException, InterruptedException;
    }

    private final Kubectl kubectl;
    private final List<KubectlScript> scripts;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    CrowdOfScripts(RealCluster cluster, List<String> applications) throws IOException {
        kubectl = new Kubectl(cluster);
        scripts = applications.stream().map(name -> new KubectlScript(cluster, kubectl, name, 1)).toList();
    }

    @Override
    public void first() throws InterruptedException {
        all(KubectlScript::first);
    }

    @Override
    public void next(String version) throws InterruptedException {
        all(script -> script.next(version));
    }

    private void all(Part part) throws InterruptedException {
        List<Callable<Void>> parts = new ArrayList<>();
        scripts.forEach(script -> parts.add(() -> {
            part.run(script);
            return null;
        }));
        for (Future<Void> one : threads.invokeAll(parts, CrowdTurns.MOST_MINUTES, TimeUnit.MINUTES)) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public String namespace() {
        return kubectl.tenant.namespace();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        kubectl.close();
    }
}
