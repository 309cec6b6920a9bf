/** Reads the manifests of a release: the role of each object, its colour, and warnings about it. */
package io.jenkins.plugins.bluegreen.kubernetes.manifests;
