/**
 * What the tests on a real cluster share: the cluster, a tenant namespace, its releases, and checks of what happened.
 */
package io.jenkins.plugins.bluegreen.e2e.given;
