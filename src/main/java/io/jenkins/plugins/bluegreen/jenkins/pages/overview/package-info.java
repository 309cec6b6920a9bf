/**
 * The page of all applications of all clusters, and the page of each application. A page shows what was read of a
 * cluster before, and waits for no cluster.
 */
package io.jenkins.plugins.bluegreen.jenkins.pages.overview;
