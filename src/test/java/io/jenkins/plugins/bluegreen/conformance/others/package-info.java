/** Scenarios of those who live in the cluster beside a release: autoscalers, evictions, neighbours, people. */
package io.jenkins.plugins.bluegreen.conformance.others;
