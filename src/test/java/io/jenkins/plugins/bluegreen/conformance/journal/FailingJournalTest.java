package io.jenkins.plugins.bluegreen.conformance.journal;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.simulation.Sneaky;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C90 A journal that fails, on a cluster under traffic")
class FailingJournalTest {
    /** One for each attempt, in turn; every kind at every save is tried by the engine's own test. */
    private static final List<Throwable> PROBLEMS = List.of(
            new ReleaseException(Sentence.verbatim("disk full"), new IOException("disk full")),
            new NoClassDefFoundError("a library of another version"),
            new IllegalStateException("a bug"),
            new NotSerializableException("undeclared"));

    private int saves;

    private void failing(Given given, IntPredicate when, int attempt) {
        saves = 0;
        given.beforeSave = () -> {
            if (when.test(++saves)) {
                Sneaky.raise(PROBLEMS.get(attempt % PROBLEMS.size()));
            }
        };
    }

    /** Makes the Pods of green sick as soon as they have the traffic. */
    private static void sickUnderTraffic(Given given) {
        given.listeners.add(new ConsoleView(line -> sickenAt(line, given), Locale.ENGLISH, false));
    }

    private static void sickenAt(String line, Given given) {
        if (line.contains("MONITOR  begins")) {
            given.sicken(GREEN);
        }
    }

    @Test
    @DisplayName("C90 from the n-th save on, for each n: every broken version is brought back")
    void rollbacks() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            sickUnderTraffic(given);
            Load load = given.traffic();
            List<Outcome> outcomes = new ArrayList<>();
            for (int n = 1; n == 1 || saves >= n - 1; n++) {
                int nth = n;
                failing(given, save -> save >= nth, n);
                Released released = given.release("v" + (n + 1), Given::watched);
                outcomes.add(released.outcome());
                boolean switched = released.phases().contains(Phase.MONITOR);
                Outcome due = switched ? Outcome.ROLLED_BACK : Outcome.FAILED_BEFORE_SWITCH;
                assertEquals(due, released.outcome(), released::story);
                assertEquals("blue", given.liveColor(), released::story);
                assertNull(given.cluster.get(NAMESPACE, "leases", "backend-blue-green"), released::story);
                if (given.cluster.get(NAMESPACE, "deployments", "backend-green") != null) {
                    assertEquals(0, given.replicas("backend-green"), released::story);
                }
            }
            Given.nothingLost(load);
            assertTrue(outcomes.contains(Outcome.ROLLED_BACK) && outcomes.size() > 10, outcomes::toString);
        }
    }

    @Test
    @DisplayName("C90 at the n-th save alone, for each n: what has not switched is brought back, all else is promoted")
    void releases() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Load load = given.traffic();
            List<Outcome> outcomes = new ArrayList<>();
            for (int n = 1; n == 1 || saves >= n - 1; n++) {
                int nth = n;
                String before = given.liveColor();
                failing(given, save -> save == nth, n);
                Released released = given.release("v" + (n + 1));
                outcomes.add(released.outcome());
                boolean switched = released.outcome() == Outcome.PROMOTED;
                assertTrue(switched || released.outcome() == Outcome.FAILED_BEFORE_SWITCH, released::story);
                assertEquals(!switched, before.equals(given.liveColor()), released::story);
                assertNull(given.cluster.get(NAMESPACE, "leases", "backend-blue-green"), released::story);
            }
            Given.nothingLost(load);
            assertTrue(outcomes.contains(Outcome.PROMOTED) && outcomes.contains(Outcome.FAILED_BEFORE_SWITCH));
        }
    }

    @Test
    @DisplayName("C90 a rollback that is asked for ends well or leaves all as it was, for each n")
    void manualRollbacks() {
        try (Given given = Given.anApplication("backend").live(GREEN)) {
            Load load = given.traffic();
            for (int n = 1; n == 1 || saves >= n - 1; n++) {
                int nth = n;
                String before = given.liveColor();
                failing(given, save -> save >= nth, n);
                Released released = given.rollBack();
                boolean switched = released.outcome() == Outcome.PROMOTED;
                assertTrue(switched || released.outcome() == Outcome.FAILED_BEFORE_SWITCH, released::story);
                assertEquals(!switched, before.equals(given.liveColor()), released::story);
                assertNull(given.cluster.get(NAMESPACE, "leases", "backend-blue-green"), released::story);
                if (switched) {
                    given.beforeSave = () -> {};
                    int revision = n + 10;
                    Released again = given.release("v" + revision);
                    assertEquals(Outcome.PROMOTED, again.outcome(), again::story);
                }
            }
            Given.nothingLost(load);
        }
    }
}
