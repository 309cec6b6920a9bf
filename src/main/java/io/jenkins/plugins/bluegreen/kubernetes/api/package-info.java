/** One request to the API server each: transport, authentication, resource types and errors. */
package io.jenkins.plugins.bluegreen.kubernetes.api;
