package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.JobRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an application's releases have left in the cluster and the manifests no longer hold, as a promoted release sees
 * it. The Service remembers which objects may be there, so that nobody has to ask where nothing has left the manifests.
 * The other colour keeps its configuration, without which it could not be gone back to; all of it while it has traffic.
 */
public final class Leftovers {
    private final Color live;
    private final boolean otherStays;
    private final Set<ColoredObject> held = new LinkedHashSet<>();
    private final Set<ColoredObject> remaining = new LinkedHashSet<>();
    private final Set<String> kinds = new LinkedHashSet<>();

    /**
     * The leftovers beside what two renderings hold.
     *
     * @param live the manifests as the colour with the traffic
     * @param other the same as the other colour
     * @param known the objects that may be there, as {@link #together} returned them; null if nobody knows
     * @param otherStays whether the other colour has traffic, of Services of others
     * @param otherGone whether the other colour was deleted
     */
    public Leftovers(
            Rendering live, Rendering other, Collection<String> known, boolean otherStays, boolean otherGone) {
        this.live = live.color();
        this.otherStays = otherStays;
        held.addAll(live.colored());
        remaining.addAll(held);
        held.addAll(other.colored());
        if (known == null) {
            kinds.addAll(ColoredObject.KINDS);
            return;
        }
        for (ColoredObject object : objects(known)) {
            if (otherGone && object.color() != this.live) {
                continue;
            }
            if (isLeft(object)) {
                kinds.add(object.kind());
            } else {
                remaining.add(object);
            }
        }
    }

    /** Whether an object that is there has left the manifests, and nobody needs it any more. */
    public boolean isLeft(ColoredObject object) {
        return !held.contains(object)
                && (object.color() == live || object.color() != null && !otherStays && !object.isConfiguration());
    }

    /** The kinds of which something may be left. */
    public Set<String> kinds() {
        return kinds;
    }

    /** The objects that may be there once the leftovers are gone. */
    public List<String> remaining() {
        return remaining.stream().map(ColoredObject::text).toList();
    }

    /**
     * The finished Jobs of former contents, but the newest: as many as the manifests hold, for they are those of the
     * release before.
     */
    public static List<JobView> among(Collection<JobView> jobs, List<JobRef> held) {
        Set<String> names = held.stream().map(JobRef::name).collect(Collectors.toSet());
        return jobs.stream()
                .filter(job -> job.isFinished() && !job.deleting() && !names.contains(job.name()))
                .sorted(Comparator.comparing(JobView::created).reversed())
                .skip(held.size())
                .toList();
    }

    /** The objects that may be there once a rendering is applied beside those that may be there already. */
    public static ArrayList<String> together(Collection<String> known, Rendering rendering) {
        Set<String> all = new LinkedHashSet<>(known);
        rendering.colored().forEach(object -> all.add(object.text()));
        return new ArrayList<>(all);
    }

    private static List<ColoredObject> objects(Collection<String> known) {
        return known.stream().flatMap(text -> ColoredObject.of(text).stream()).collect(Collectors.toList());
    }
}
