package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseWords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An outcome in the legend of a chart: its style class, its name, and how many bars have it. */
public final class LegendEntry {
    private final String style;
    private final String text;
    private final long count;

    private LegendEntry(String style, String text, long count) {
        this.style = style;
        this.text = text;
        this.count = count;
    }

    /** The outcomes that releases have, the most frequent first. */
    static List<LegendEntry> of(List<ReleaseRecord> records, Locale locale) {
        Map<String, List<ReleaseRecord>> byText = records.stream()
                .collect(Collectors.groupingBy(
                        record -> new ReleaseWords(record, locale).outcome(), TreeMap::new, Collectors.toList()));
        return byText.entrySet().stream()
                .map(same -> new LegendEntry(
                        new ReleaseWords(same.getValue().get(0), locale).style(),
                        same.getKey(),
                        same.getValue().size()))
                .sorted((one, other) -> Long.compare(other.count, one.count))
                .toList();
    }

    public String getStyle() {
        return style;
    }

    public String getText() {
        return text;
    }

    public long getCount() {
        return count;
    }
}
