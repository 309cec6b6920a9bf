/** Real applications on a real cluster, in images that are made for it without a registry: {@code make e2e}. */
package io.jenkins.plugins.bluegreen.e2e.apps;
