/** The buttons by which users roll back, promote and discard what was released, and abort what is being released. */
package io.jenkins.plugins.bluegreen.jenkins.steer;
