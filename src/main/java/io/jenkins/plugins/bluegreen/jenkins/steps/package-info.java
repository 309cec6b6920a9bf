/** Pipeline steps and the freestyle build step of a release, and their forms. */
package io.jenkins.plugins.bluegreen.jenkins.steps;
