package io.jenkins.plugins.bluegreen.e2e.given;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Marks scenarios on a real cluster: each test with a {@link Trial} as parameter gets its own, and is reported. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Trials.class)
@Isolated("one scenario at a time")
public @interface E2e {}
