/** The program of {@code make drills}: failures of releases on a real cluster, under traffic, and what they cost. */
package io.jenkins.plugins.bluegreen.e2e.drills;
