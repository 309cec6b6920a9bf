/** The numbered scenarios of a release, on the embedded cluster. */
package io.jenkins.plugins.bluegreen.conformance;
