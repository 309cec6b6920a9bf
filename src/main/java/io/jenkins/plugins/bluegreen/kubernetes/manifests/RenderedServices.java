package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Services of a release.
 *
 * @param names of all active Services, those that only the cluster holds at the end
 * @param active the active Services that the manifests hold, by name, in the manifests' order
 * @param preview the Service {@code <app>-preview}, which selects this colour; empty where nothing uses it
 * @param traffic decides where each active Service sends requests once this colour is live
 */
record RenderedServices(
        List<String> names,
        Map<String, RenderedObject> active,
        Optional<RenderedObject> preview,
        ServiceTraffic traffic) {

    RenderedServices {
        names = List.copyOf(names);
        active = Collections.unmodifiableMap(new LinkedHashMap<>(active));
    }
}
