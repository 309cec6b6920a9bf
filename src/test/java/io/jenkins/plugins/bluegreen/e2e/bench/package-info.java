/** The benchmark of {@code make bench-e2e}: releases of the plugin against a kubectl script on a real cluster. */
package io.jenkins.plugins.bluegreen.e2e.bench;
