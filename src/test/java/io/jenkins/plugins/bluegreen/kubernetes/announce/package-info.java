/** Tests of the Kubernetes Events about releases. */
package io.jenkins.plugins.bluegreen.kubernetes.announce;
