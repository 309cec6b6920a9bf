/** What listeners see of a release: its events, a read-only view of its state, and its result. */
package io.jenkins.plugins.bluegreen.engine.events;
