/** The numbered scenarios that need a real cluster: {@code make e2e}. See {@code docs/e2e.md}. */
package io.jenkins.plugins.bluegreen.e2e;
