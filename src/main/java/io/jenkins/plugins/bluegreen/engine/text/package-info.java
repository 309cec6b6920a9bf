/** Sentences that users read, in English and Korean, and the exceptions that carry them. */
package io.jenkins.plugins.bluegreen.engine.text;
