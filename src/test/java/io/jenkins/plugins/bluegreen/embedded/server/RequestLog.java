package io.jenkins.plugins.bluegreen.embedded.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The HTTP calls in order of arrival. Calls of the cluster's own controllers and of {@code Human}s are not included.
 */
public final class RequestLog {
    private final List<Call> calls = new ArrayList<>();
    private int first;

    private RequestLog(List<Call> calls) {
        this.calls.addAll(calls);
    }

    RequestLog() {
        this(List.of());
    }

    /** A log of calls recorded elsewhere, in order of arrival. */
    public static RequestLog of(List<Call> calls) {
        return new RequestLog(calls);
    }

    /** Records the call and returns its number, the first being 1. */
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

    /** @param resource plural, with a subresource as {@code pods/proxy}; {@code *} for the verb on any resource */
    public int count(String verb, String resource) {
        return count(call -> resource.equals("*") ? call.verb().equals(verb) : call.is(verb, resource));
    }

    public int count(Predicate<Call> wanted) {
        return (int) calls().stream().filter(wanted).count();
    }

    /** Successful (2xx) calls that may have changed the cluster. */
    public List<Call> writes() {
        return calls().stream().filter(call -> call.isWrite() && call.status() / 100 == 2).toList();
    }

    /** A mark for {@link #since(int)}. */
    public synchronized int mark() {
        return calls.size();
    }

    /** The calls after the mark. */
    public synchronized RequestLog since(int mark) {
        return new RequestLog(calls.subList(mark, calls.size()));
    }

    /** Removes all calls; marks stay valid. */
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
