/** A Deployment, its Pods and its autoscaler, as they were read last. */
package io.jenkins.plugins.bluegreen.engine.workload;
