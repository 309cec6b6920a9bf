/**
 * The objects of the embedded cluster, in the place of etcd: JSON trees, kinds, keys, revisions and the errors of the
 * API.
 */
package io.jenkins.plugins.bluegreen.embedded.store;
