/** The benchmarks of {@code make bench}. */
package io.jenkins.plugins.bluegreen.demo.bench;
