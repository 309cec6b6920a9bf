/**
 * A release as a state machine, and the ports through which it sees a cluster, a journal and those who watch it. JDK
 * types only. Begin with {@link io.jenkins.plugins.bluegreen.engine.ReleaseEngine}.
 */
package io.jenkins.plugins.bluegreen.engine;
