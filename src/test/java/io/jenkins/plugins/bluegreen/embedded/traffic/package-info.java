/**
 * Services of the embedded cluster as loopback ports, and the HTTP load that measures what a release does to traffic.
 */
package io.jenkins.plugins.bluegreen.embedded.traffic;
