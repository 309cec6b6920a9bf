package io.jenkins.plugins.bluegreen.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Time that jumps from one thing that is due to the next, and threads that take turns: exactly one runs, until it
 * pauses. What happens depends on nothing but what is due when, so it happens again the same way.
 */
public final class VirtualTime {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "virtual time");
        thread.setDaemon(true);
        return thread;
    });

    /** Unwinds the thread of a task that was killed. The engine stops at no other kind of error. */
    static final class Killed extends VirtualMachineError {
        private static final long serialVersionUID = 1L;

        private Killed() {
            super("killed");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Work on a thread of its own. */
    public static final class Task {
        private final Semaphore turn = new Semaphore(0);
        private volatile boolean killed;
        private boolean over;
        private boolean wakeable;
        private Due due;
    }

    private record Due(long time, long order, Task task, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return time == other.time ? Long.compare(order, other.order) : Long.compare(time, other.time);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Semaphore end = new Semaphore(0);
    private final long mostSteps;
    private long now;
    private long steps;
    private Task current;
    private Throwable failure;

    /** A time that counts a hang after so many steps. */
    public VirtualTime(long mostSteps) {
        this.mostSteps = mostSteps;
    }

    /** Milliseconds since the beginning. */
    public long now() {
        return now;
    }

    /** Does something so many milliseconds from now. */
    public void after(long millis, Runnable action) {
        queue.add(new Due(now + millis, ++steps, null, action));
    }

    /** Begins some work so many milliseconds from now. */
    public Task begin(long millis, Runnable work) {
        Task task = new Task();
        tasks.add(task);
        schedule(task, now + millis);
        THREADS.execute(() -> run(task, work));
        return task;
    }

    private void run(Task task, Runnable work) {
        task.turn.acquireUninterruptibly();
        if (task.killed) {
            return;
        }
        try {
            work.run();
            task.over = true;
            current = null;
            drive(null);
        } catch (Killed e) {
            task.over = true;
        } catch (Throwable e) {
            task.over = true;
            fail(e);
        }
    }

    private void schedule(Task task, long time) {
        task.due = new Due(time, ++steps, task, null);
        queue.add(task.due);
    }

    /** Lets others go on for so many milliseconds. On the thread of a task. */
    void pause(long millis) {
        sleepUntil(now + millis, false);
    }

    /** Lets others go on until an instant, or until this one is woken. On the thread of a task. */
    public void sleep(long until) {
        sleepUntil(until, true);
    }

    private void sleepUntil(long until, boolean wakeable) {
        Task self = current;
        self.wakeable = wakeable;
        if (!self.killed) {
            schedule(self, Math.max(now, until));
        }
        drive(self);
        self.wakeable = false;
    }

    /** Ends the sleep of a task, if it sleeps. */
    public void wake(Task task) {
        if (task.wakeable && !task.killed && task.due.time > now) {
            queue.remove(task.due);
            schedule(task, now);
        }
    }

    /** Ends a task where it is; it does nothing more. */
    public void kill(Task task) {
        if (task.over || task.killed) {
            return;
        }
        task.killed = true;
        queue.remove(task.due);
        if (task != current) {
            task.turn.release();
        }
    }

    /** Goes on until nothing is due any more; throws what went wrong. */
    public void run() {
        drive(null);
        end.acquireUninterruptibly();
        for (Task task : tasks) {
            if (!task.over && !task.killed) {
                task.killed = true;
                task.turn.release();
            }
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    /** Passes the turn on, and comes back once it is {@code self}'s again; null for nobody's. */
    private void drive(Task self) {
        while (failure == null) {
            Due next = queue.poll();
            if (next == null) {
                end.release();
                break;
            }
            now = Math.max(now, next.time);
            if (++steps > mostSteps) {
                fail(new AssertionError("no end after " + steps + " steps"));
            } else if (next.task == null) {
                act(next.action);
            } else if (next.task == self) {
                current = self;
                return;
            } else {
                current = next.task;
                next.task.turn.release();
                break;
            }
        }
        if (self != null) {
            if (failure == null && !self.killed) {
                self.turn.acquireUninterruptibly();
            }
            if (failure != null || self.killed) {
                throw new Killed();
            }
        }
    }

    private void act(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable problem) {
        if (failure == null) {
            failure = problem;
            end.release();
        }
    }
}
