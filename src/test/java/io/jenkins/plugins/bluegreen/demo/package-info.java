/**
 * The programs of {@code make demo} and {@code make jenkins}: releases of the applications under {@code examples/}
 * under traffic, on an embedded cluster or a real one. Start reading at {@link io.jenkins.plugins.bluegreen.demo.Demo}.
 */
package io.jenkins.plugins.bluegreen.demo;
