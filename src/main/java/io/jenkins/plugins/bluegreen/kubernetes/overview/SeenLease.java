package io.jenkins.plugins.bluegreen.kubernetes.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * An application's Lease of a list.
 *
 * @param holder the release; empty: nobody holds it
 * @param buildUrl the address of the holder's build; empty when unknown
 * @param since when it was acquired; null when unknown
 * @param renewed when it was renewed; null when unknown
 * @param seconds after a renewal until it expires
 */
record SeenLease(
        String namespace,
        String application,
        String holder,
        String buildUrl,
        Instant since,
        Instant renewed,
        int seconds) {
    private static final String END = "-blue-green";

    /** Null for any other Lease. */
    static SeenLease of(JsonNode lease) {
        JsonNode metadata = lease.path("metadata");
        JsonNode spec = lease.path("spec");
        String name = metadata.path("name").asText();
        boolean ours = name.endsWith(END)
                && metadata.path("annotations").has(MetadataKeys.BUILD_URL);
        return !ours
                ? null
                : new SeenLease(
                        metadata.path("namespace").asText(),
                        name.substring(0, name.length() - END.length()),
                        spec.path("holderIdentity").asText(),
                        metadata.path("annotations").path(MetadataKeys.BUILD_URL).asText(),
                        time(spec.path("acquireTime").asText()),
                        time(spec.path("renewTime").asText()),
                        spec.path("leaseDurationSeconds").asInt());
    }

    /** A time of the API; null for anything else. */
    static Instant time(String text) {
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether a release holds it, which renews it. Twice its duration allows for clocks that differ. */
    boolean isHeld(Instant now) {
        return !holder.isEmpty() && (renewed == null || renewed.plusSeconds(2L * seconds).isAfter(now));
    }
}
