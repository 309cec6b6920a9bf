package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The changing part of the overview. */
public final class OverviewTable {
    private final List<ClusterRow> clusters;
    private final List<ApplicationRow> applications;
    private final Viewer viewer;

    OverviewTable(List<ClusterRow> clusters, Viewer viewer) {
        this.clusters = clusters;
        this.viewer = viewer;
        applications = clusters.stream()
                .flatMap(cluster -> cluster.getApplications().stream())
                .toList();
    }

    public List<ClusterRow> getClusters() {
        return clusters;
    }

    public List<ApplicationRow> getApplications() {
        return applications;
    }

    /** How many applications there are of each state, as "12 applications: 1 broken, 11 live". */
    public String getSummary() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        applications.stream()
                .sorted((one, other) -> Integer.compare(one.getOrder(), other.getOrder()))
                .forEach(row -> counts.merge(row.getStates().get(0), 1, Integer::sum));
        String states = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + StateWords.state(count.getKey(), viewer))
                .collect(Collectors.joining(", "));
        return viewer.say(
                applications.isEmpty()
                        ? Messages._Overview_noApplications()
                        : Messages._Overview_summary(applications.size(), states));
    }

    @Override
    public String toString() {
        return viewer.locale() + clusters.toString();
    }
}
