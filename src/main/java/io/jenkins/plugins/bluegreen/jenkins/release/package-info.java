/** Releases of this controller: requests, threads, what ends them, and freestyle builds. */
package io.jenkins.plugins.bluegreen.jenkins.release;
import io.jenkins.plugins.bluegreen.jenkins.service.Releases;

