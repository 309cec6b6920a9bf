/** The permissions of this plugin, and the check that a build's user has them on its job. */
package io.jenkins.plugins.bluegreen.jenkins.access;
