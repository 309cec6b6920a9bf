/** Releases for monitoring: counts that Prometheus collects, and a log of JSON lines for Elasticsearch. */
package io.jenkins.plugins.bluegreen.jenkins.monitoring;
