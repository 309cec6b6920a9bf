/**
 * A cluster as a release sees it: manifests read, filled in and coloured; objects applied, Services switched, Leases
 * held, Pods asked for their health and for the reason why they have none. fabric8's client and no type of Jenkins.
 *
 * <p>{@link io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection} is where it begins;
 * {@link io.jenkins.plugins.bluegreen.kubernetes.FabricGateway} is what the engine sees.
 */
package io.jenkins.plugins.bluegreen.kubernetes;
