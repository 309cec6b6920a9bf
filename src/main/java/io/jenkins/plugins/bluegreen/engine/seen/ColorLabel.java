package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The label whose value is the colour, by the Services of the cluster. A second one is never added to a Service. */
public final class ColorLabel {
    private static final String DEFAULT = "color";

    private ColorLabel() {}

    /**
     * Refuses Services that have another colour label than the release, or a second one.
     *
     * @param label the release's
     * @param stated whether the user has named it
     */
    public static void require(String label, boolean stated, Collection<ServiceView> services) {
        for (ServiceView view : services) {
            Set<String> there = labels(view.traffic());
            if (!there.isEmpty() && !there.contains(label)) {
                throw refusal("plan.otherLabel", view, label, there);
            }
            if (there.size() > 1 && !stated) {
                throw refusal("plan.twoLabels", view, label, there);
            }
        }
    }

    /**
     * The colour label of Services that were released before.
     *
     * @param stated what the user names; null: it is recognised
     */
    public static String of(String stated, Collection<ServiceView> services) {
        if (stated != null) {
            return stated;
        }
        Set<String> all = new TreeSet<>();
        for (ServiceView view : services) {
            Set<String> there = labels(view.traffic());
            Color recorded = view.record().color();
            Traffic before = view.record().previousTraffic();
            if (there.size() > 1 && recorded != null) {
                there.removeIf(label -> !recorded.label().equals(view.traffic().selector().get(label)));
            }
            if (there.size() > 1 && before != null) {
                // it alone has changed
                there.removeIf(label -> view.traffic().selector().get(label).equals(before.selector().get(label)));
            }
            if (there.size() > 1) {
                throw refusal("plan.twoLabels", view, DEFAULT, there);
            }
            all.addAll(there.isEmpty() && before != null ? labels(before) : there);
        }
        return all.size() == 1 ? all.iterator().next() : DEFAULT;
    }

    private static Set<String> labels(Traffic traffic) {
        return traffic.selector().entrySet().stream()
                .filter(label -> Color.ofLabel(label.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ReleaseException refusal(String key, ServiceView view, String label, Set<String> there) {
        String lines = there.stream().map(name -> "colorLabel: '" + name + "'").collect(Collectors.joining(" / "));
        return new ReleaseException(Sentence.of(key, view.name(), view.traffic(), label, lines));
    }
}
