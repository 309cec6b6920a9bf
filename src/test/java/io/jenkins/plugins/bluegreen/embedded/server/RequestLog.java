package io.jenkins.plugins.bluegreen.embedded.server;

import io.jenkins.plugins.bluegreen.embedded.Human;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The calls that came over HTTP, in order of arrival. The cluster's own controllers and {@link Human}s are not in it. */
public final class RequestLog {
    private final List<Call> calls = new ArrayList<>();
    private int first;

    private RequestLog(List<Call> calls) {
        this.calls.addAll(calls);
    }

    RequestLog() {
        this(List.of());
    }

    /** Of calls that were noted elsewhere, in order of arrival. */
    public static RequestLog of(List<Call> calls) {
        return new RequestLog(calls);
    }

    /** Notes the call and tells its number, the first being 1. */
    synchronized int arrived(Call call) {
        calls.add(call);
        return calls.size();
    }

    synchronized void answered(int number, Call call) {
        calls.set(number - 1, call);
    }

    /** Calls since the last {@link #clear()}. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls.subList(first, calls.size()));
    }

    public int count() {
        return calls().size();
    }

    /** @param resource plural, with a subresource as {@code pods/proxy}; {@code *} for the verb on anything */
    public int count(String verb, String resource) {
        return count(call -> resource.equals("*") ? call.verb().equals(verb) : call.is(verb, resource));
    }

    public int count(Predicate<Call> wanted) {
        return (int) calls().stream().filter(wanted).count();
    }

    /** Calls that may have changed the cluster and were answered 2xx. */
    public List<Call> writes() {
        return calls().stream().filter(call -> call.isWrite() && call.status() / 100 == 2).toList();
    }

    /** A point in time for {@link #since(int)}. */
    public synchronized int mark() {
        return calls.size();
    }

    /** What came after the mark. */
    public synchronized RequestLog since(int mark) {
        return new RequestLog(calls.subList(mark, calls.size()));
    }

    /** Forgets what came so far; marks stay valid. */
    public synchronized void clear() {
        first = calls.size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        calls().forEach(call -> text.append(call).append('\n'));
        return text.toString();
    }
}
