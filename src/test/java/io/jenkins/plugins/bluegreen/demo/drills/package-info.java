/** The drills, the results of a run of them, and the documents that are written from these. */
package io.jenkins.plugins.bluegreen.demo.drills;
