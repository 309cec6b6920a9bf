/** Requests to the Kubernetes API and to other HTTP servers: transport, login, kinds, label selectors, errors. */
package io.jenkins.plugins.bluegreen.kubernetes.api;
