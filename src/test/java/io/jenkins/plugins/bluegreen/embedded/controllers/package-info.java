/**
 * The controllers of the embedded cluster, among them those of Deployments, ReplicaSets and EndpointSlices; its
 * scheduler.
 */
package io.jenkins.plugins.bluegreen.embedded.controllers;
