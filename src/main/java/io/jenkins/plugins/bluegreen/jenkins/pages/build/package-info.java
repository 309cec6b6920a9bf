/** The page of a build's releases, and what its build page shows of them. */
package io.jenkins.plugins.bluegreen.jenkins.pages.build;
