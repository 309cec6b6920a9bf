package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All placeholders of a release's manifests that have no value: said at once, not one with each build. */
public final class UnknownNames {
    private static final int SHOWN = 30;

    private final Placeholders placeholders;
    private final Map<String, Place> places = new LinkedHashMap<>();

    private UnknownNames(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** The error that names them all, each with its first place; {@code first} if there is only that one. */
    public static ReleaseException all(ReleaseSpec spec, Placeholders.UnknownNameException first) {
        UnknownNames unknown = new UnknownNames(Placeholders.of(spec));
        try {
            for (ManifestSource source : spec.source().manifests()) {
                DocumentReader.read(source, document -> unknown.read(document, document.root()));
            }
        } catch (ReleaseException unreadable) {
            // found next time: what was read before it is worth saying
        }
        return unknown.places.size() < 2 ? first : unknown.error();
    }

    private void read(DocumentReader.Document document, YamlNode node) {
        if (node instanceof YamlNode.Mapping map) {
            map.entries().forEach(entry -> {
                read(document, entry.key());
                read(document, entry.value());
            });
        } else if (node instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> read(document, item));
        } else if (node instanceof YamlNode.Scalar scalar) {
            Place place = new Place(document.file(), document.index(), scalar.line());
            placeholders.unknown(scalar.text()).forEach(name -> places.putIfAbsent(name, place));
        }
    }

    private ReleaseException error() {
        List<Sentence> names = new ArrayList<>();
        places.forEach((name, place) -> names.add(place.remark("manifest.unknownOne", name)));
        boolean many = names.size() > SHOWN;
        List<Sentence> shown = new ArrayList<>(many ? names.subList(0, SHOWN) : names);
        if (many) {
            shown.add(Sentence.of("manifest.unknownMore", names.size() - SHOWN));
        }
        String example = places.keySet().iterator().next();
        return new ReleaseException(Sentence.of(
                "manifest.unknownNames", names.size(), Sentence.lines(shown), placeholders.known(), example));
    }
}
