/** Real monitoring beside a real cluster: what a release asks it, and what it sees of a release: {@code make e2e}. */
package io.jenkins.plugins.bluegreen.e2e.monitoring;
