/**
 * The behaviour of a Kubernetes API server and of Prometheus on which releases rely, as tests. Each interface holds
 * facts of one kind. {@code EmbeddedFactsTest} checks them on the embedded cluster, {@code RealFactsTest} on a real
 * one, so that no difference stays unnoticed.
 */
package io.jenkins.plugins.bluegreen.facts;
