/** Scenarios of what a release keeps of itself: texts of any bytes in its state, and a journal that fails. */
package io.jenkins.plugins.bluegreen.conformance.journal;
