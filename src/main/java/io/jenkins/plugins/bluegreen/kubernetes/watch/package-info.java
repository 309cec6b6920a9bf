/** Shared watches: one for each kind, namespace and cluster, whatever the number of releases. */
package io.jenkins.plugins.bluegreen.kubernetes.watch;
