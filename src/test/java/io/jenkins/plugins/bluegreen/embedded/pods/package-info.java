/** The kubelet of the embedded cluster: Pods, containers, probes, and the demo application that runs in them. */
package io.jenkins.plugins.bluegreen.embedded.pods;
