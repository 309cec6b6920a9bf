/** The numbered scenarios with the cluster's other inhabitants, and inputs that users reported. */
package io.jenkins.plugins.bluegreen.conformance.inhabitants;
