/** The scenarios of what becomes of manifests in the cluster. */
package io.jenkins.plugins.bluegreen.conformance.manifests;
