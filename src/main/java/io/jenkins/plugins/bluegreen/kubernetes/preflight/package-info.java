/** Checks that run before anything is written: permissions, quotas, dry runs and the diff of a plan. */
package io.jenkins.plugins.bluegreen.kubernetes.preflight;
