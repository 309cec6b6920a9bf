/** Shared watches: one per kind, namespace and cluster, whatever the number of releases. */
package io.jenkins.plugins.bluegreen.kubernetes.watch;
