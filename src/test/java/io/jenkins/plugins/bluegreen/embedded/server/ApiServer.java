package io.jenkins.plugins.bluegreen.embedded.server;

import io.jenkins.plugins.bluegreen.embedded.controllers.ControllerLoop;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** The layer between transport and dispatcher: request log, faults, authentication, open watches. */
public final class ApiServer {
    private final Dispatcher dispatcher;
    private final ControllerLoop loop;
    private final Executor threads;
    private final RequestLog log = new RequestLog();
    private final Faults faults = new Faults();
    private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();
    private final LateRequests late;
    private final HeldWatches held = new HeldWatches();
    private volatile String token = "";

    public ApiServer(Dispatcher dispatcher, ControllerLoop loop, Executor threads) {
        this.dispatcher = dispatcher;
        this.loop = loop;
        this.threads = threads;
        late = new LateRequests(dispatcher);
    }

    /** The transport's ways to send an answer. */
    interface Answer {
        void send(ApiResponse response);

        void truncate(ApiResponse response);

        void reset();
    }

    public RequestLog log() {
        return log;
    }

    public LateRequests late() {
        return late;
    }

    public Faults faults() {
        return faults;
    }

    public void requireToken(String required) {
        token = required;
    }

    void handle(ApiRequest request, Answer answer) {
        Call call = new Call(request.verb(), request.group(), request.resource(), request.subresource(), request.namespace(),
                request.subresource().equals("proxy") ? PodSubresources.podName(request.name()) : request.name(),
                request.dryRun(), 0, request.user(), request.path() + (request.queryText().isEmpty() ? "" : "?" + request.queryText()),
                Instant.now(), Duration.ZERO);
        int number = log.arrived(call);
        late.arrived(call, request);
        Fault fault = faults.at(call);
        Runnable serve = () -> serve(request, call, number, fault, answer);
        if (fault instanceof Fault.Stall stall) {
            loop.after(stall.duration(), () -> threads.execute(serve));
        } else {
            serve.run();
        }
    }

    private void serve(ApiRequest request, Call call, int number, Fault fault, Answer answer) {
        if (fault instanceof Fault.Before before) {
            before.action().run();
        }
        if (fault instanceof Fault.Reset reset && !reset.effect()) {
            answer.reset();
            return;
        }
        ApiResponse response = answer(request, fault);
        if (fault instanceof Fault.After after) {
            after.action().run();
        }
        if (fault instanceof Fault.Reset) {
            answer.reset();
            return;
        }
        log.answered(number, call.answered(response.status(), Duration.between(call.time(), Instant.now())));
        if (fault instanceof Fault.Truncated) {
            answer.truncate(response);
        } else {
            answer.send(response);
        }
    }

    private ApiResponse answer(ApiRequest request, Fault fault) {
        if (fault instanceof Fault.Answer given) {
            return refusal(request, given);
        }
        if (fault instanceof Fault.Page page) {
            return ApiResponse.text(page.status(), "text/html", page.html().getBytes(StandardCharsets.UTF_8));
        }
        return authenticated(request);
    }

    private ApiResponse authenticated(ApiRequest request) {
        boolean known = token.isEmpty() || request.bearer().equals(token) || request.user().equals(Dispatcher.ADMIN);
        return known && dispatcher.isKnown(request.user()) ? dispatcher.serve(request)
                : ApiResponse.error(new StatusError(401, "Unauthorized", "Unauthorized"));
    }

    private static ApiResponse refusal(ApiRequest request, Fault.Answer given) {
        StatusError error = new StatusError(given.status(), given.reason(), given.message());
        if (request.isWatch() && given.status() == 410) {
            return ApiResponse.watch(WatchStream.refused(error));
        }
        ApiResponse response = ApiResponse.error(error);
        if (given.retryAfter() == null) {
            return response;
        }
        return response.with("Retry-After", Long.toString((given.retryAfter().toMillis() + 999) / 1000));
    }

    void opened(WatchStream watch, WatchStream.Sink sink) {
        watch.connect(held.of(watch.resource(), sink));
        watches.add(watch);
        watch.open();
        if (watch.seconds() > 0) {
            // like the real server, two seconds before the end
            loop.after(Duration.ofSeconds(Math.max(0, watch.seconds() - 2)), watch::bookmark);
            loop.after(Duration.ofSeconds(watch.seconds()), () -> end(watch));
        }
    }

    private void end(WatchStream watch) {
        if (watches.remove(watch)) {
            watch.close();
        }
    }

    void closed(WatchStream watch) {
        watches.remove(watch);
        watch.detach();
    }

    public int openWatches() {
        return watches.size();
    }

    /** Holds back the events of these resources, until it is called for none. */
    public void holdWatches(Predicate<String> resources) {
        held.hold(resources);
    }

    /** Ends every open watch with 410: its revision is too old. */
    public void expireWatches() {
        for (WatchStream watch : Set.copyOf(watches)) {
            watches.remove(watch);
            watch.end(new StatusError(410, "Expired", "The provided resource version is too old"));
        }
    }
}
