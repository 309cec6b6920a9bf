/**
 * Tests of the global configuration page in a Jenkins controller: forms, permissions, credentials, connection tests.
 */
package io.jenkins.plugins.bluegreen.controller.config;
