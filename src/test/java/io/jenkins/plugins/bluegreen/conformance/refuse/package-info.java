/** The numbered scenarios in which a release is refused before it changes anything. */
package io.jenkins.plugins.bluegreen.conformance.refuse;
