/** What is kept of this controller's releases on its disk: those that run, and records of those that are over. */
package io.jenkins.plugins.bluegreen.jenkins.store;
