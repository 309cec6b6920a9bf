/** A release as it went over time, its recorder, and its picture: for the pages of Jenkins and for the demo. */
package io.jenkins.plugins.bluegreen.timeline;
