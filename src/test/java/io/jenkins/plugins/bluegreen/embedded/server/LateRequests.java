package io.jenkins.plugins.bluegreen.embedded.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A network that keeps a copy of each write, and delivers it once more when asked to. */
public final class LateRequests {
    private final Dispatcher dispatcher;
    private final List<Kept> kept = new ArrayList<>();

    private record Kept(Call call, ApiRequest request) {}

    LateRequests(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    synchronized void arrived(Call call, ApiRequest request) {
        if (call.isWrite()) {
            kept.add(new Kept(call, request));
        }
    }

    /** Delivers the matching writes again, in their order; answers them with their new status. */
    public synchronized List<Call> deliver(Predicate<Call> wanted) {
        return kept.stream()
                .filter(each -> wanted.test(each.call))
                .map(each -> each.call.answered(dispatcher.serve(each.request).status(), Duration.ZERO))
                .toList();
    }
}
