package io.jenkins.plugins.bluegreen.embedded.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The planned faults. The first plan that matches a call applies. */
public final class Faults {
    private static final class Planned {
        private final Predicate<Call> calls;
        private final Fault fault;
        private final boolean once;
        private int toGo;

        Planned(Predicate<Call> calls, Fault fault, boolean once, int toGo) {
            this.calls = calls;
            this.fault = fault;
            this.once = once;
            this.toGo = toGo;
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    public synchronized void nth(Predicate<Call> calls, int nth, Fault fault) {
        planned.add(new Planned(calls, fault, true, nth));
    }

    public synchronized void always(Predicate<Call> calls, Fault fault) {
        planned.add(new Planned(calls, fault, false, 1));
    }

    public synchronized void clear() {
        planned.clear();
    }

    /** The fault of this call, or null. Counts the call in every plan that it matches. */
    synchronized Fault at(Call call) {
        Fault met = null;
        for (Planned plan : List.copyOf(planned)) {
            if (plan.calls.test(call) && (!plan.once || --plan.toGo == 0)) {
                met = met == null ? plan.fault : met;
                if (plan.once) {
                    planned.remove(plan);
                }
            }
        }
        return met;
    }
}
