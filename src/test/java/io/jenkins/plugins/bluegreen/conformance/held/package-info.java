/** Scenarios of what a former build has left: what is live, and what is held. */
package io.jenkins.plugins.bluegreen.conformance.held;
