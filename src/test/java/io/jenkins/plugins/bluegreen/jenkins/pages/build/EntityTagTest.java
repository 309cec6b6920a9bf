package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.Records;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An entity tag")
class EntityTagTest {
    private static final ReleaseRecord RUNNING = Records.running("one").get();
    private static final ReleaseRecord OVER = Records.over("one", Outcome.PROMOTED).get();

    private static String tag(ReleaseRecord record, boolean building, Locale locale, long now) {
        return EntityTag.of(ReleaseTab.shown(List.of(record), building, locale, now)).toString();
    }

    @Test
    @DisplayName("is a quoted text, equal for equal content only")
    void content() {
        assertTrue(EntityTag.of(List.of("a")).toString().matches("\"[0-9a-f]{24}\""));
        assertEquals(
                EntityTag.of(List.of("a", "b")).toString(), EntityTag.of(List.of("a", "b")).toString());
        assertNotEquals(
                EntityTag.of(List.of("a", "b")).toString(), EntityTag.of(List.of("ab", "")).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", " %s ,W/\"x\""})
    @DisplayName("is recognised in a list, and weak")
    void recognised(String header) {
        EntityTag tag = EntityTag.of(List.of("a"));
        assertTrue(tag.matches(header.formatted(tag)));
        assertFalse(EntityTag.of(List.of("b")).matches(header.formatted(tag)));
    }

    @Test
    @DisplayName("is recognised with the suffix of a server that compresses, and not without a header")
    void compressed() {
        EntityTag tag = EntityTag.of(List.of("a"));
        String bare = tag.toString().replace("\"", "");
        assertTrue(tag.matches("\"" + bare + "--gzip\""));
        assertTrue(tag.matches("W/\"" + bare + "-gzip\""));
        assertFalse(tag.matches(null));
        assertFalse(tag.matches(""));
    }

    @Test
    @DisplayName("of a release that is over stays; of one that runs it changes every 5 s, as its picture does")
    void time() {
        assertEquals(tag(OVER, false, Locale.ENGLISH, 10_000), tag(OVER, false, Locale.ENGLISH, 99_000));
        assertEquals(tag(RUNNING, true, Locale.ENGLISH, 10_000), tag(RUNNING, true, Locale.ENGLISH, 14_999));
        assertNotEquals(tag(RUNNING, true, Locale.ENGLISH, 10_000), tag(RUNNING, true, Locale.ENGLISH, 15_000));
    }

    @Test
    @DisplayName("changes with the record, the language, and the end of the build")
    void changes() {
        String tag = tag(RUNNING, true, Locale.ENGLISH, 10_000);
        assertNotEquals(
                tag, tag(Records.running("one").with("phase", "HEALTH").get(), true, Locale.ENGLISH, 10_000));
        assertNotEquals(tag, tag(RUNNING, true, Locale.KOREAN, 10_000));
        assertNotEquals(tag(OVER, true, Locale.ENGLISH, 10_000), tag(OVER, false, Locale.ENGLISH, 10_000));
    }
}
