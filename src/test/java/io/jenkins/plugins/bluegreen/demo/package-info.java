/**
 * What {@code make demo} and {@code make bench} run: releases of the applications under {@code examples/} under traffic,
 * on a cluster in the JVM or on a real one. Begin with {@link io.jenkins.plugins.bluegreen.demo.Demo}.
 */
package io.jenkins.plugins.bluegreen.demo;
