package io.jenkins.plugins.bluegreen.conformance.sweep;

import io.jenkins.plugins.bluegreen.embedded.server.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of a release, found again in another run of it: the nth of its kind. Pods are not told apart, for each run
 * names them anew.
 *
 * @param number the call's place in the run that was recorded, from 1
 */
record CallSite(int number, String verb, String resource, String name, boolean dryRun, int nth) {

    /** The calls of a recorded run, in order. */
    static List<CallSite> of(List<Call> calls) {
        Map<String, Integer> counts = new HashMap<>();
        List<CallSite> sites = new ArrayList<>();
        for (Call call : calls) {
            CallSite kind = new CallSite(
                    sites.size() + 1, call.verb(), call.qualifiedResource(), name(call), call.dryRun(), 0);
            int nth = counts.merge(kind.what(), 1, Integer::sum);
            sites.add(new CallSite(kind.number, kind.verb, kind.resource, kind.name, kind.dryRun, nth));
        }
        return sites;
    }

    private static String name(Call call) {
        return call.resource().equals("pods") ? "" : call.name();
    }

    /** Whether a call is of this kind. */
    boolean isLike(Call call) {
        return call.is(verb, resource) && name(call).equals(name) && call.dryRun() == dryRun;
    }

    /** Whether it is this verb on this resource. */
    boolean is(String wantedVerb, String wantedResource) {
        return verb.equals(wantedVerb) && resource.equals(wantedResource);
    }

    /** Whether it moves the traffic; a release's first patch of the active Service marks it. */
    boolean isSwitch() {
        return is("patch", "services") && !dryRun && nth == 2;
    }

    private String what() {
        return verb + " " + resource + (name.isEmpty() ? "" : "/" + name) + (dryRun ? " (dry run)" : "");
    }

    @Override
    public String toString() {
        return "call " + number + ", " + what() + (nth == 1 ? "" : " for the " + nth + ". time");
    }
}
