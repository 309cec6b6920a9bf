/** The scenarios of what is asked for figures while the new colour is monitored, beside Prometheus. */
package io.jenkins.plugins.bluegreen.conformance.monitor;
