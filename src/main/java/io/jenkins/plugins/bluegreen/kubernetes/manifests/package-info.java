/** Renders the manifests of a release in one colour: the role of each object, its names and labels, and warnings. */
package io.jenkins.plugins.bluegreen.kubernetes.manifests;
