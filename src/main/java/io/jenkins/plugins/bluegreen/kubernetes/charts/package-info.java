/** Helm charts and Kustomize overlays as manifests: the commands that render them, and what is read of their output. */
package io.jenkins.plugins.bluegreen.kubernetes.charts;
