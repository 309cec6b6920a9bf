package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestReader;
import java.lang.ref.WeakReference;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The manifests of one release in both colours, so that moves that follow one another do not render them again. A
 * release that waits holds none: the next garbage collection takes them.
 */
public final class Renderings {
    private final Map<Color, WeakReference<RenderedRelease>> rendered = new EnumMap<>(Color.class);
    private WeakReference<ReleaseSpec> of = new WeakReference<>(null);
    private WeakReference<List<ManifestObject>> read = new WeakReference<>(null);

    /** The same as {@link Manifests#render}. */
    public synchronized RenderedRelease render(ReleaseSpec spec, Color color) {
        if (of.get() != spec) {
            of = new WeakReference<>(spec);
            rendered.clear();
            read.clear();
        }
        WeakReference<RenderedRelease> known = rendered.get(color);
        RenderedRelease release = known == null ? null : known.get();
        if (release == null) {
            release = Manifests.render(spec, color, read(spec));
            rendered.put(color, new WeakReference<>(release));
        }
        return release;
    }

    private List<ManifestObject> read(ReleaseSpec spec) {
        List<ManifestObject> objects = read.get();
        if (objects == null) {
            objects = ManifestReader.read(spec);
            read = new WeakReference<>(objects);
        }
        return objects;
    }
}
