/**
 * What Jenkins sees of the plugin: configuration, credentials, steps and pages. The only package that
 * knows Jenkins' types; it stays thin, so that the packages below it are tested without a controller.
 */
package io.jenkins.plugins.bluegreen.jenkins;
