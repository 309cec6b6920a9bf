/** Reads Pods: readiness, health checks, why one fails, and its last log lines. */
package io.jenkins.plugins.bluegreen.kubernetes.pods;
