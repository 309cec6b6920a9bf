/** The Pipeline steps and the freestyle build step of a release, with their forms. */
package io.jenkins.plugins.bluegreen.jenkins.steps;
