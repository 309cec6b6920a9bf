/** C111 and C113: what the overview tells of applications, from the cluster alone. */
package io.jenkins.plugins.bluegreen.conformance.overview;
