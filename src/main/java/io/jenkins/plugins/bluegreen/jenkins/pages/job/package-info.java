/** The page of a job's releases: a chart and a table. */
package io.jenkins.plugins.bluegreen.jenkins.pages.job;
