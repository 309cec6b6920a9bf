/**
 * The story of a release: the state machine, one class for each phase, and the state. JDK types only. Begin with
 * {@link io.jenkins.plugins.bluegreen.engine.ReleaseEngine}.
 */
package io.jenkins.plugins.bluegreen.engine;
