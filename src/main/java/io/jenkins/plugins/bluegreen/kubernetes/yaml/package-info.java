/** Parses YAML and JSON into trees that remember file, document and line, within limits of size and depth. */
package io.jenkins.plugins.bluegreen.kubernetes.yaml;
