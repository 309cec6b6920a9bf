/**
 * The port to a Kubernetes cluster: what the engine reads and writes, as interfaces and values without any
 * library type.
 */
package io.jenkins.plugins.bluegreen.engine.cluster;
