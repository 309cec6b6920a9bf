/** What a release concludes from what it has seen of the cluster. */
package io.jenkins.plugins.bluegreen.engine.seen;
