package io.jenkins.plugins.bluegreen.embedded.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The watches whose events are held back: they come late, all of them and in order. */
final class HeldWatches {
    private final List<HeldSink> sinks = new ArrayList<>();
    private Predicate<String> held = resource -> false;

    /** Holds back the events of these resources, by their plural, and lets those of others go. */
    synchronized void hold(Predicate<String> resources) {
        held = resources;
        sinks.forEach(HeldSink::flush);
    }

    synchronized WatchStream.Sink of(String resource, WatchStream.Sink sink) {
        HeldSink late = new HeldSink(resource, sink);
        sinks.add(late);
        return late;
    }

    private final class HeldSink implements WatchStream.Sink {
        private final String resource;
        private final WatchStream.Sink sink;
        private final List<String> waiting = new ArrayList<>();

        HeldSink(String resource, WatchStream.Sink sink) {
            this.resource = resource;
            this.sink = sink;
        }

        @Override
        public void send(String event) {
            synchronized (HeldWatches.this) {
                waiting.add(event);
                flush();
            }
        }

        void flush() {
            if (!held.test(resource)) {
                waiting.forEach(sink::send);
                waiting.clear();
            }
        }

        @Override
        public void close() {
            synchronized (HeldWatches.this) {
                sinks.remove(this);
            }
            sink.close();
        }
    }
}
