/** The numbered scenarios about what is tested of a candidate, and what gets the traffic. */
package io.jenkins.plugins.bluegreen.conformance.tested;
