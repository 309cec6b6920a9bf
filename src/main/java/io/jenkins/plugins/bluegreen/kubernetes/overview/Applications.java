package io.jenkins.plugins.bluegreen.kubernetes.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts the objects of some lists together to applications. */
final class Applications {
    private final Map<String, List<SeenDeployment>> deployments;
    private final Map<Key, SeenLease> leases = new TreeMap<>();
    private final Map<Key, List<SeenService>> services = new TreeMap<>();
    private final boolean leasesAreKnown;
    private final Instant leasesReadAt;

    private record Key(String namespace, String application) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int first = namespace.compareTo(other.namespace);
            return first != 0 ? first : application.compareTo(other.application);
        }
    }

    /**
     * The objects of some namespaces.
     *
     * @param leases null: they could not be read
     * @param leasesReadAt before the other objects
     */
    Applications(
            List<SeenService> active, List<SeenDeployment> all, List<SeenLease> leases, Instant leasesReadAt) {
        this.leasesAreKnown = leases != null;
        this.leasesReadAt = leasesReadAt;
        deployments = all.stream()
                .collect(Collectors.groupingBy(SeenDeployment::namespace, TreeMap::new, Collectors.toList()));
        for (SeenService service : active) {
            String name = service.application(deployments.getOrDefault(service.namespace(), List.of()));
            services.computeIfAbsent(new Key(service.namespace(), name), key -> new ArrayList<>()).add(service);
        }
        if (leases != null) {
            leases.forEach(lease -> this.leases.put(new Key(lease.namespace(), lease.application()), lease));
        }
    }

    List<ApplicationView> views() {
        Map<Key, ApplicationView> views = new TreeMap<>();
        services.forEach((key, found) -> views.put(key, view(key, found)));
        deployments.values().stream()
                .flatMap(List::stream)
                .filter(deployment -> deployment.application() != null)
                .forEach(deployment -> views.computeIfAbsent(
                        new Key(deployment.namespace(), deployment.application()), key -> view(key, List.of())));
        // a first release that has applied nothing yet
        leases.forEach((key, lease) -> {
            if (lease.isHeld(leasesReadAt)) {
                views.computeIfAbsent(key, absent -> view(key, List.of()));
            }
        });
        return List.copyOf(views.values());
    }

    private ApplicationView view(Key key, List<SeenService> found) {
        List<SeenDeployment> ofNamespace = deployments.getOrDefault(key.namespace, List.of());
        SeenLease lease = leases.get(key);
        return new ApplicationReading(
                        key.namespace,
                        key.application,
                        sorted(found),
                        ofNamespace.stream().filter(each -> isOf(key, found, each)).toList(),
                        lease != null && lease.isHeld(leasesReadAt) ? lease : null,
                        leasesAreKnown,
                        leasesReadAt)
                .view();
    }

    private static boolean isOf(Key key, List<SeenService> services, SeenDeployment deployment) {
        return key.application.equals(deployment.application())
                || deployment.application() == null
                        && (deployment.color() != null && key.application.equals(deployment.base())
                                || services.stream().anyMatch(service -> isMeantBy(service, deployment)));
    }

    private static boolean isMeantBy(SeenService service, SeenDeployment deployment) {
        return Objects.equals(service.record().previousDeployment(), deployment.name())
                || deployment.isSelected(service.selector(), "");
    }

    /** The Service that its record names first is the first. */
    private static List<SeenService> sorted(List<SeenService> services) {
        List<SeenService> sorted = new ArrayList<>(services);
        sorted.sort((one, other) -> {
            int first = Boolean.compare(isFirst(other), isFirst(one));
            return first != 0 ? first : one.name().compareTo(other.name());
        });
        return sorted;
    }

    private static boolean isFirst(SeenService service) {
        return service.record().services().indexOf(service.name()) == 0;
    }
}
