/** Tells the cluster of a release: Kubernetes Events on its active Services. */
package io.jenkins.plugins.bluegreen.kubernetes.announce;
