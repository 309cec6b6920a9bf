package io.jenkins.plugins.bluegreen.kubernetes.overview;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;

/**
 * The Deployment of one colour.
 *
 * @param color null: it runs without a colour, from before the first release
 * @param image that of its first container; empty for none
 * @param ready how many of its Pods are ready
 * @param desired how many it should have
 * @param former how many it had before it was retired; 0: it was not
 */
public record ColorPods(Color color, String deployment, String image, int ready, int desired, int former) {}
