/** The service that runs releases: it starts them, goes on with them after a restart, and lets steps follow them. */
package io.jenkins.plugins.bluegreen.jenkins.service;
