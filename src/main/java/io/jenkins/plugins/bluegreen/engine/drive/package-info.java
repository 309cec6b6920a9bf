/** The driver: it calls the engine when a deadline is reached or the cluster changes. */
package io.jenkins.plugins.bluegreen.engine.drive;
