/**
 * The port to a Kubernetes cluster: interfaces and values for everything that the engine reads and writes, without
 * library types.
 */
package io.jenkins.plugins.bluegreen.engine.cluster;
