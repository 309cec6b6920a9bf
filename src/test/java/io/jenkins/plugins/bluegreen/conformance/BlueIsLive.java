package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Scenarios that begin with the application's blue version live. */
abstract class BlueIsLive {
    final Given given = Given.anApplication("backend");

    @BeforeEach
    void liveBlue() {
        given.live(BLUE);
    }

    @AfterEach
    void close() {
        given.close();
    }
}
