/** The Pipeline steps for what a former build has released: what of it is live, with its form. */
package io.jenkins.plugins.bluegreen.jenkins.promote;
