package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The name that an application had until now, where this release takes another Service's name for it. */
public final class FormerName {
    private static final Pattern DEPLOYMENT = Pattern.compile("(.+)-(?:blue|green)");
    private static final Pattern POD = Pattern.compile(DEPLOYMENT.pattern() + "-[a-z0-9]+-[a-z0-9]+");

    private FormerName() {}

    /**
     * Why a Service that gets Pods of another Deployment than the application's is not released on.
     *
     * @param deployment the application's live Deployment, by its name and the live colour
     * @param pods the Service's endpoints
     * @param adopt whether their Deployment may be taken over; never that of an application under another name
     * @return empty if it may be taken over
     */
    public static Optional<Sentence> refusal(ServiceView service, String deployment, List<String> pods, boolean adopt) {
        String name = of(service, pods).orElse(null);
        if (name != null && (!adopt || service.record().revision() > 0)) {
            return Optional.of(Sentence.of("plan.otherApplication", service.name(), service.traffic(), deployment, name));
        }
        return adopt
                ? Optional.empty()
                : Optional.of(Sentence.of("plan.otherPods", service.name(), service.traffic(), deployment));
    }

    /** What the names of all Pods say; what the Service's record says is no more than a hint beside them. */
    private static Optional<String> of(ServiceView service, List<String> pods) {
        List<String> names = pods.stream().map(pod -> name(POD, pod)).distinct().toList();
        if (names.size() != 1) {
            return Optional.empty();
        }
        return Stream.of(names.get(0), name(DEPLOYMENT, String.valueOf(service.record().formerDeployment())))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static String name(Pattern pattern, String of) {
        Matcher matcher = pattern.matcher(of);
        return matcher.matches() ? matcher.group(1) : "";
    }
}
