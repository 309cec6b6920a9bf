package io.jenkins.plugins.bluegreen.engine.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What a held release was made of, as texts that the cluster keeps for whoever promotes it. Times, monitoring and what
 * becomes of the old colour are the promoting build's own.
 */
public final class KeptSpec {
    private static final String ACTIVE = "active";
    private static final String APPLICATION = "application";
    private static final String SERVICE = "service";
    private static final String COLOR_LABEL = "colorLabel";
    private static final String PLACEHOLDERS = "placeholders";
    private static final String WORKLOAD = "workload";
    private static final String IMAGE = "image";
    private static final String BUILD_NUMBER = "buildNumber";
    private static final String ADOPT = "adopt";
    private static final String FORCE_CONFLICTS = "forceConflicts";
    private static final String IMAGES = "images.";
    private static final String VARIABLES = "variables.";
    private static final String MASKED = "masked.";
    private static final String NAME = "manifest.name.";
    private static final String TEXT = "manifest.text.";
    private static final String HEALTH = "health.";

    private KeptSpec() {}

    /**
     * The texts of a spec, by names that a Secret may have as keys.
     *
     * @param active the active Service
     */
    public static Map<String, String> of(ReleaseSpec spec, String active) {
        Map<String, String> kept = new TreeMap<>();
        kept.put(ACTIVE, active);
        kept.put(ADOPT, String.valueOf(spec.policy().adopt()));
        kept.put(FORCE_CONFLICTS, String.valueOf(spec.policy().forceConflicts()));
        putUnlessNull(kept, COLOR_LABEL, spec.colorLabel());
        putUnlessNull(kept, PLACEHOLDERS, spec.source().placeholders());
        putUnlessNull(kept, WORKLOAD, spec.source().workload());
        putUnlessNull(kept, APPLICATION, spec.application());
        putUnlessNull(kept, SERVICE, spec.service());
        putUnlessNull(kept, IMAGE, spec.source().image());
        putUnlessNull(kept, BUILD_NUMBER, spec.source().buildNumber());
        spec.source().images().forEach((name, value) -> kept.put(IMAGES + name, value));
        spec.source().variables().forEach((name, value) -> kept.put(VARIABLES + name, value));
        int n = 0;
        for (String value : spec.source().mask().values()) {
            kept.put(MASKED + n++, value);
        }
        n = 0;
        for (ManifestSource manifest : spec.source().manifests()) {
            kept.put(NAME + n, manifest.name());
            kept.put(TEXT + n++, manifest.text());
        }
        HealthCheck health = spec.health();
        kept.put(HEALTH + "kind", health.kind().name());
        kept.put(HEALTH + "path", health.path());
        kept.put(HEALTH + "port", String.valueOf(health.port()));
        kept.put(HEALTH + "successes", String.valueOf(health.successes()));
        kept.put(HEALTH + "failures", String.valueOf(health.failures()));
        kept.put(HEALTH + "interval", String.valueOf(health.intervalSeconds()));
        kept.put(HEALTH + "timeout", String.valueOf(health.timeoutSeconds()));
        kept.put(HEALTH + "via", health.via().name());
        kept.put(HEALTH + "scheme", health.scheme().name());
        return kept;
    }

    private static void putUnlessNull(Map<String, String> kept, String key, String value) {
        if (value != null) {
            kept.put(key, value);
        }
    }

    /** The spec of a promotion, completed by what was kept. Its own health check, if it has one, goes first. */
    public static ReleaseSpec with(ReleaseSpec own, Map<String, String> kept) {
        ReleaseSpec.Builder spec = own(own)
                .application(kept.get(APPLICATION))
                .service(kept.get(SERVICE))
                .colorLabel(kept.getOrDefault(COLOR_LABEL, own.colorLabel()))
                .placeholders(kept.get(PLACEHOLDERS))
                .workload(kept.get(WORKLOAD))
                .image(kept.get(IMAGE))
                .buildNumber(kept.get(BUILD_NUMBER))
                .adopt(Boolean.parseBoolean(kept.get(ADOPT)))
                .forceConflicts(Boolean.parseBoolean(kept.get(FORCE_CONFLICTS)))
                .preview(true)
                .health(own.health().kind() == HealthCheck.Kind.NONE ? health(kept) : own.health());
        List<String> masked = new ArrayList<>(own.source().mask().values());
        each(kept, MASKED, (n, value) -> masked.add(value));
        each(kept, IMAGES, spec::image);
        each(kept, VARIABLES, spec::variable);
        for (int n = 0; kept.containsKey(TEXT + n); n++) {
            spec.manifest(kept.get(NAME + n), kept.get(TEXT + n));
        }
        return spec.mask(SecretMask.of(masked)).build();
    }

    /**
     * The spec of whoever takes a held candidate away: where it is.
     *
     * @param service the active Service, if nothing is kept
     */
    public static ReleaseSpec place(ReleaseSpec own, String service, Map<String, String> kept) {
        return own(own)
                .application(own.application())
                .service(kept.getOrDefault(ACTIVE, service))
                .colorLabel(kept.getOrDefault(COLOR_LABEL, own.colorLabel()))
                .mask(own.source().mask())
                .build();
    }

    private static ReleaseSpec.Builder own(ReleaseSpec own) {
        return ReleaseSpec.in(own.namespace(), own.id())
                .buildUrl(own.buildUrl())
                .user(own.user())
                .stabilizeSeconds(own.limits().stabilizeSeconds())
                .timeoutSeconds(own.limits().timeoutSeconds())
                .lockTimeoutSeconds(own.limits().lockTimeoutSeconds())
                .rollbackTimeoutSeconds(own.limits().rollbackTimeoutSeconds())
                .scaleDownDelaySeconds(own.limits().scaleDownDelaySeconds())
                .keepPrevious(own.policy().keepPrevious())
                .onFailure(own.policy().onFailure())
                .dryRun(own.policy().dryRun())
                .allowedKinds(own.policy().allowedKinds())
                .monitor(own.monitor())
                .drain(own.drain());
    }

    private static void each(Map<String, String> kept, String prefix, BiConsumer<String, String> use) {
        kept.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                use.accept(key.substring(prefix.length()), value);
            }
        });
    }

    private static HealthCheck health(Map<String, String> kept) {
        HealthCheck.Kind kind = HealthCheck.Kind.valueOf(kept.getOrDefault(HEALTH + "kind", "NONE"));
        if (kind == HealthCheck.Kind.NONE) {
            return HealthCheck.none();
        }
        String path = kept.get(HEALTH + "path");
        int port = number(kept, "port");
        boolean plain = kind == HealthCheck.Kind.HTTP;
        HealthCheck check = plain ? HealthCheck.http(path, port) : HealthCheck.actuator(path, port);
        return check.withThresholds(number(kept, "successes"), number(kept, "failures"))
                .withTiming(number(kept, "interval"), number(kept, "timeout"))
                .withVia(HealthCheck.Via.valueOf(kept.get(HEALTH + "via")))
                .withScheme(HealthCheck.Scheme.valueOf(kept.get(HEALTH + "scheme")));
    }

    private static int number(Map<String, String> kept, String name) {
        return Integer.parseInt(kept.get(HEALTH + name));
    }
}
