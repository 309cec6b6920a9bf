/** Releases of this controller: the ones that run, their files and their threads. */
package io.jenkins.plugins.bluegreen.jenkins.release;
