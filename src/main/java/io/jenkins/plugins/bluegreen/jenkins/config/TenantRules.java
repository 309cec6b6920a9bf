package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.Limits;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rules of an administrator for the releases of jobs. Each refusal is a sentence, before anything is touched.
 *
 * @param cluster the cluster's name
 * @param kinds cluster-wide kinds that may be applied, as {@code kind} or {@code group/kind}
 * @param maxReleases null: any number
 * @param maxTimeout in seconds; null: any
 * @param defaultTimeout the configured default, in seconds, which is always allowed, as the other defaults are
 * @param maxQueries null: any number
 * @param probeHosts the hosts that probes may ask, {@code host} or {@code host:port}; empty: all
 */
record TenantRules(
        String cluster,
        List<String> kinds,
        Integer maxReleases,
        Integer maxTimeout,
        int defaultTimeout,
        Integer maxQueries,
        List<String> probeHosts) {
    /**
     * Whether a release is refused.
     *
     * @param running the number of releases on the cluster
     * @return the sentence for the user; null if the release may begin
     */
    String refusal(ReleaseSpec spec, int running) {
        for (String kind : spec.policy().allowedKinds()) {
            if (narrowed(List.of(kind)).isEmpty()) {
                return Messages.TenantRules_kind(cluster, kind, kinds.isEmpty() ? "-" : String.join(", ", kinds));
            }
        }
        String time = tooLong(spec);
        if (time != null) {
            return time;
        }
        int queries = spec.monitor().figures().size();
        if (maxQueries != null && queries > maxQueries) {
            return Messages.TenantRules_queries(cluster, maxQueries, queries);
        }
        for (String url : spec.monitor().addresses()) {
            if (!allowsHost(url)) {
                return Messages.TenantRules_host(URI.create(url).getHost());
            }
        }
        return maxReleases != null && running >= maxReleases
                ? Messages.TenantRules_releases(cluster, maxReleases)
                : null;
    }

    /** The kinds that a release may apply: those of the cluster, of which the step may leave out some. */
    List<String> narrowed(List<String> wanted) {
        if (wanted.isEmpty()) {
            return kinds;
        }
        TreeSet<String> both = new TreeSet<>();
        for (String want : wanted) {
            for (String kind : kinds) {
                if (covers(kind, want)) {
                    both.add(want);
                } else if (covers(want, kind)) {
                    both.add(kind);
                }
            }
        }
        return List.copyOf(both);
    }

    /** A kind without a group stands for all groups. */
    private static boolean covers(String wide, String narrow) {
        return wide.equals(narrow) || !wide.contains("/") && narrow.endsWith("/" + wide);
    }

    private String tooLong(ReleaseSpec spec) {
        Map<String, Integer> usual = times(ReleaseSpec.in("any", "").timeoutSeconds(defaultTimeout).build());
        for (Map.Entry<String, Integer> time : times(spec).entrySet()) {
            if (maxTimeout != null && time.getValue() > Math.max(maxTimeout, usual.get(time.getKey()))) {
                return Messages.TenantRules_timeout(cluster, time.getKey(), time.getValue(), maxTimeout);
            }
        }
        return null;
    }

    private static Map<String, Integer> times(ReleaseSpec spec) {
        Limits limits = spec.limits();
        Map<String, Integer> times = new LinkedHashMap<>();
        times.put("timeout", limits.timeoutSeconds());
        times.put("lockTimeout", limits.lockTimeoutSeconds());
        times.put("rollbackTimeout", limits.rollbackTimeoutSeconds());
        times.put("stabilize", limits.stabilizeSeconds());
        times.put("scaleDownDelay", limits.scaleDownDelaySeconds());
        times.put("monitor.duration", spec.monitor().durationSeconds());
        ElasticsearchCount count = spec.monitor().count();
        times.put("monitor.elasticsearch.delay", count == null ? 0 : count.delaySeconds());
        times.put("drain.timeout", spec.drain() == null ? 0 : spec.drain().timeoutSeconds());
        return times;
    }

    private boolean allowsHost(String url) {
        URI address = URI.create(url);
        String host = address.getHost().toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        return probeHosts.isEmpty() || probeHosts.contains(host) || probeHosts.contains(host + ":" + port);
    }
}
