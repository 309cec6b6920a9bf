/**
 * The engine's port to a cluster, through fabric8's client: gateway, writer, Services, Leases. Uses no type of Jenkins.
 *
 * <p>Start at {@link io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection}. It creates a
 * {@link io.jenkins.plugins.bluegreen.kubernetes.FabricGateway}, the engine's port, for each release.
 */
package io.jenkins.plugins.bluegreen.kubernetes;
