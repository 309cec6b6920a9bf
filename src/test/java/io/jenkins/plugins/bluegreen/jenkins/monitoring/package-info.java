/** Tests of what monitoring gets of releases. */
package io.jenkins.plugins.bluegreen.jenkins.monitoring;
