/** The Pipeline steps for what a former build has released: what of it is live or held, and its promotion. */
package io.jenkins.plugins.bluegreen.jenkins.promote;
