package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A write that took effect.
 * @param before null for a creation
 * @param after  null for a removal
 * @param last   {@code after}, or the removed object with the revision of its removal
 */
public record Change(ObjectKey key, ObjectNode before, ObjectNode after, ObjectNode last, long revision, Write write) {}
