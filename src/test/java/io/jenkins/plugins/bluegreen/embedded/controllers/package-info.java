/**
 * The controllers of the embedded cluster, among them those of Deployments, ReplicaSets, Jobs and EndpointSlices;
 * its scheduler.
 */
package io.jenkins.plugins.bluegreen.embedded.controllers;
