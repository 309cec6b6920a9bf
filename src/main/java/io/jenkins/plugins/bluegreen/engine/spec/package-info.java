/** The parameters of a release: validated, immutable, serialisable values. */
package io.jenkins.plugins.bluegreen.engine.spec;
