/**
 * What releases rely on in a Kubernetes API server, as tests: each interface holds facts of one kind. They are asked of
 * the embedded cluster by {@code EmbeddedFactsTest} and of a real one by {@code RealFactsTest}, so that neither can
 * differ from the other unseen.
 */
package io.jenkins.plugins.bluegreen.facts;
