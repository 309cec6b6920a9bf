package io.jenkins.plugins.bluegreen.kubernetes.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads all Blue/Green applications of a cluster: the Leases, and then at the same time the Services and the
 * Deployments that carry the plugin's label. Three lists, of all namespaces at once if the account may, else of each
 * namespace that is named. A fourth one, of all Deployments, follows only where an active Service speaks of one without
 * the label: it ran before the first release.
 *
 * <p>One reader is for one cluster. It remembers for ten minutes that the account may not list all namespaces.
 */
public final class OverviewReader {
    /** Seconds after which a cluster counts as not answering. */
    public static final int DEADLINE = 10;

    /** How many namespaces are read by their names. */
    public static final int MOST_NAMESPACES = 50;

    private static final Duration REFUSED_FOR = Duration.ofMinutes(10);
    // a node's heartbeat
    private static final String NO_NODES = "metadata.namespace!=kube-node-lease";

    private final int seconds;
    private volatile Instant refusedUntil = Instant.MIN;

    public OverviewReader() {
        this(DEADLINE);
    }

    /** @param seconds after which the cluster counts as not answering */
    OverviewReader(int seconds) {
        this.seconds = seconds;
    }

    /**
     * Reads a cluster. Returns at once.
     *
     * @param named the namespaces to read where not all may be listed; the first {@value #MOST_NAMESPACES} of them
     * @param allowed the namespaces that may be shown
     * @return fails with a {@link ClusterException}, or with a {@link java.util.concurrent.TimeoutException} after
     *     {@value #DEADLINE} seconds
     */
    public CompletableFuture<ClusterView> read(ApiServer api, Collection<String> named, Predicate<String> allowed) {
        PagedLists lists = new PagedLists(api, seconds);
        Instant now = Instant.now();
        List<String> namespaces =
                named.stream().filter(allowed).distinct().limit(MOST_NAMESPACES).toList();
        CompletableFuture<ClusterView> view = now.isBefore(refusedUntil)
                ? each(lists, namespaces)
                : everywhere(lists, namespaces, allowed, now);
        return view.orTimeout(seconds, TimeUnit.SECONDS);
    }

    private CompletableFuture<ClusterView> everywhere(
            PagedLists lists, List<String> named, Predicate<String> allowed, Instant now) {
        return area(lists, null)
                .thenApply(area -> new ClusterView(
                        area.applications.stream()
                                .filter(each -> allowed.test(each.namespace()))
                                .toList(),
                        true,
                        area.gaps))
                .exceptionallyCompose(problem -> {
                    if (!isForbidden(problem)) {
                        return CompletableFuture.failedFuture(PagedLists.cause(problem));
                    }
                    refusedUntil = now.plus(REFUSED_FOR);
                    return each(lists, named);
                });
    }

    private static CompletableFuture<ClusterView> each(PagedLists lists, List<String> namespaces) {
        List<CompletableFuture<Area>> areas = namespaces.stream()
                .map(namespace -> area(lists, namespace).exceptionallyCompose(problem -> isForbidden(problem)
                        ? CompletableFuture.completedFuture(new Area(List.of(), List.of(refusal(problem))))
                        : CompletableFuture.failedFuture(PagedLists.cause(problem))))
                .toList();
        return CompletableFuture.allOf(areas.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<Area> read = areas.stream().map(CompletableFuture::join).toList();
            return new ClusterView(
                    read.stream().flatMap(area -> area.applications.stream()).toList(),
                    false,
                    Stream.concat(
                                    Stream.of(Sentence.of("overview.namespaces", String.join(", ", namespaces))),
                                    read.stream().flatMap(area -> area.gaps.stream()))
                            .toList());
        });
    }

    private record Area(List<ApplicationView> applications, List<Sentence> gaps) {}

    private static CompletableFuture<Area> area(PagedLists lists, String namespace) {
        Instant readAt = Instant.now();
        List<Sentence> gaps = new ArrayList<>();
        String fields = namespace == null ? NO_NODES : null;
        return lists.list(ResourceTypes.LEASE, namespace, null, fields)
                .exceptionally(problem -> {
                    if (!isForbidden(problem)) {
                        throw new CompletionException(PagedLists.cause(problem));
                    }
                    gaps.add(Sentence.of("overview.noLeases", refusal(problem)));
                    return null;
                })
                .thenCompose(leases -> objects(lists, namespace, seen(leases), readAt))
                .thenApply(applications -> new Area(applications.views(), gaps));
    }

    private static CompletableFuture<Applications> objects(
            PagedLists lists, String namespace, List<SeenLease> leases, Instant readAt) {
        CompletableFuture<List<SeenDeployment>> labelled = deployments(lists, namespace, MetadataKeys.APPLICATION);
        return lists.list(ResourceTypes.SERVICE, namespace, null, null)
                .thenApply(services -> services.stream().map(SeenService::of).filter(Objects::nonNull).toList())
                .thenCombine(labelled, (active, known) -> lacks(active, known)
                        ? deployments(lists, namespace, null)
                                .thenApply(all -> new Applications(active, all, leases, readAt))
                        : CompletableFuture.completedFuture(new Applications(active, known, leases, readAt)))
                .thenCompose(applications -> applications);
    }

    private static CompletableFuture<List<SeenDeployment>> deployments(
            PagedLists lists, String namespace, String labels) {
        return lists.list(ResourceTypes.DEPLOYMENT, namespace, labels, null)
                .thenApply(found -> found.stream().map(SeenDeployment::of).toList());
    }

    private static boolean lacks(List<SeenService> active, List<SeenDeployment> known) {
        var byNamespace = known.stream().collect(Collectors.groupingBy(SeenDeployment::namespace));
        return active.stream()
                .anyMatch(service -> service.lacks(byNamespace.getOrDefault(service.namespace(), List.of())));
    }

    private static List<SeenLease> seen(List<JsonNode> leases) {
        return leases == null
                ? null
                : leases.stream().map(SeenLease::of).filter(Objects::nonNull).toList();
    }

    private static boolean isForbidden(Throwable problem) {
        return PagedLists.cause(problem) instanceof ClusterException refusal
                && refusal.kind() == ClusterException.Kind.FORBIDDEN;
    }

    private static Sentence refusal(Throwable problem) {
        return ((ClusterException) PagedLists.cause(problem)).sentence();
    }
}
