/** The global configuration page: clusters, webhooks, their credentials and connection tests. */
package io.jenkins.plugins.bluegreen.jenkins.config;
