package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.SwitchWarnings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds load balancers that follow the endpoints of the active Services, where only the cluster shows them. */
final class FollowingBalancers {
    private FollowingBalancers() {}

    /**
     * One sentence for each Service whose manifest does not say it, or that is not in the manifests.
     *
     * @param services all Services of the namespace; empty if they may not be listed
     * @param seconds how long the old Pods stay
     */
    static List<Sentence> warnings(
            RenderedRelease release, List<ServiceView> current, List<JsonNode> services, int seconds) {
        List<String> active = current.stream().map(ServiceView::name).toList();
        return services.stream()
                .filter(service -> active.contains(name(service)))
                .flatMap(service -> following(release, service)
                        .map(what -> Sentence.of("preflight.following", name(service), what, seconds))
                        .stream())
                .toList();
    }

    private static Optional<String> following(RenderedRelease release, JsonNode service) {
        boolean said = Stream.ofNullable(release.activeServices().get(name(service)))
                .anyMatch(manifest -> SwitchWarnings.isSaid(manifest.tree()));
        return said ? Optional.empty() : SwitchWarnings.following(service);
    }

    private static String name(JsonNode service) {
        return service.at("/metadata/name").asText();
    }
}
