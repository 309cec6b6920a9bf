package io.jenkins.plugins.bluegreen.demo.drills;

/**
 * What the drills ran on.
 *
 * @param cores of all nodes
 * @param machineCores of the machine that made the requests and ran the releases
 * @param loadBefore its load average before the first drill
 * @param loadAfter its load average after the last one
 * @param date as 2026-11-29
 * @param plugin the last commit that changed the plugin
 */
public record RanOn(
        String kubernetes,
        int nodes,
        String cores,
        int machineCores,
        double loadBefore,
        double loadAfter,
        String date,
        String plugin,
        String command,
        int atOnce,
        int perSecond) {}
