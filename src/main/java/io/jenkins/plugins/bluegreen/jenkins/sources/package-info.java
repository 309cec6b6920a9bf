/** What the monitoring of a release may ask beside Prometheus, with its form. */
package io.jenkins.plugins.bluegreen.jenkins.sources;
