/** What the scenarios share: a cluster with an application, its releases, and checks that hold for every release. */
package io.jenkins.plugins.bluegreen.conformance.given;
