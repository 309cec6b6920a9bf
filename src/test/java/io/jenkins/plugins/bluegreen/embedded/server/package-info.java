/** The HTTP side of the embedded API server: requests, watches, permissions, the request log and injected faults. */
package io.jenkins.plugins.bluegreen.embedded.server;
