package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import io.jenkins.plugins.bluegreen.jenkins.store.ToldLines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log of a release: its step prints every line once, in order, whenever it comes. While no step is there, each line
 * is kept in the store at once. Other listeners get all lines that are kept, and then the next ones.
 */
final class ReleaseLog {
    private static final Logger LOGGER = Logger.getLogger(ReleaseLog.class.getName());

    private final String id;
    private final ToldLines told;
    private final RunningStore store;
    private final List<Consumer<String>> listeners = new ArrayList<>();
    private ReleaseFollower console;
    private boolean closed;

    ReleaseLog(String id, ToldLines told, RunningStore store) {
        this.id = id;
        this.told = told;
        this.store = store;
    }

    void say(String line) {
        synchronized (told) {
            told.add(line);
            listeners.forEach(listener -> tell(listener, line));
            if (console != null) {
                tell(console::told, line);
                told.printed();
            } else {
                save();
            }
        }
    }

    /** No failure of a listener is one of the release. */
    private static void tell(Consumer<String> listener, String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "A line of a release can't be shown", e);
        }
    }

    void attach(ReleaseFollower step) {
        synchronized (told) {
            if (told.lost() > 0) {
                tell(step::told, Messages.ReleaseLog_lost(told.lost()));
            }
            told.missed().forEach(line -> tell(step::told, line));
            told.printed();
            console = step;
            save();
        }
    }

    void detach() {
        synchronized (told) {
            console = null;
        }
    }

    /** @return ends it */
    Runnable listen(Consumer<String> listener) {
        synchronized (told) {
            told.all().forEach(line -> tell(listener, line));
            listeners.add(listener);
        }
        return () -> {
            synchronized (told) {
                listeners.remove(listener);
            }
        };
    }

    void save() {
        synchronized (told) {
            if (!closed) {
                store.save(id, told);
            }
        }
    }

    /** Lines that come later, as of a late answer of Discord, are not kept. */
    void close() {
        synchronized (told) {
            closed = true;
        }
    }
}
