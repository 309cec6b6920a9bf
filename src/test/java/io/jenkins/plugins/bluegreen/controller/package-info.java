/** Tests in a Jenkins controller ({@code JenkinsRule}): steps, builds, restarts. */
package io.jenkins.plugins.bluegreen.controller;
