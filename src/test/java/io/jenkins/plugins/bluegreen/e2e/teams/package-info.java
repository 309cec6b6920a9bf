/** Repositories of teams that come from shell scripts, unedited, on a real cluster: {@code make e2e}. */
package io.jenkins.plugins.bluegreen.e2e.teams;
