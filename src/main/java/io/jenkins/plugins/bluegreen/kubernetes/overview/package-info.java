/**
 * The released applications of a whole cluster, for people to look at: a fixed number of lists, whatever the number of
 * applications, and nothing written. Start at {@link io.jenkins.plugins.bluegreen.kubernetes.overview.OverviewReader}.
 */
package io.jenkins.plugins.bluegreen.kubernetes.overview;
