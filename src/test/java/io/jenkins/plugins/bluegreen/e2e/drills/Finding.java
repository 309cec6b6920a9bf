package io.jenkins.plugins.bluegreen.e2e.drills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a drill found besides the requests of its users. */
final class Finding {
    /** The id of the release whose record counts. */
    final String release;
    /** When the trouble began for users, in milliseconds since 1970; 0: it did not. */
    long troubleMillis;
    /** What answers when the traffic is back. */
    String good = "v1";
    final Map<String, Double> figures = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    Finding(String release) {
        this.release = release;
    }

    Finding figure(String key, double value) {
        figures.put(key, value);
        return this;
    }

    Finding trouble(long since, String wanted) {
        troubleMillis = since;
        good = wanted;
        return this;
    }
}
