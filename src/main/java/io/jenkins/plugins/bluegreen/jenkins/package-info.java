/**
 * The plugin's Jenkins side: configuration, credentials, steps and pages. Only the packages in here use Jenkins' types.
 * They stay thin, so that the packages below them are tested without a controller.
 */
package io.jenkins.plugins.bluegreen.jenkins;
