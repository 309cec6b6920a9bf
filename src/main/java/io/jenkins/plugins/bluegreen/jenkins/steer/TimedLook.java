package io.jenkins.plugins.bluegreen.jenkins.steer;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a cluster for a user who waits for the page: {@value #SECONDS} s at most, however long the cluster takes. */
final class TimedLook {
    static final int SECONDS = 3;

    /** A cluster that does not answer holds a thread for some seconds; more users than this are told so at once. */
    private static final int AT_ONCE = 16;

    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0, AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "blue-green look at a cluster");
                thread.setDaemon(true);
                return thread;
            });

    private TimedLook() {}

    /**
     * What the look returns.
     *
     * @param cluster the cluster's name
     * @param look interrupted when it takes too long
     * @throws AbortException if it takes too long; says which cluster
     * @throws IOException if the look fails so, or the thread is interrupted
     */
    static <T> T at(String cluster, Callable<T> look) throws IOException {
        Future<T> looking;
        try {
            looking = THREADS.submit(look);
        } catch (RejectedExecutionException e) {
            throw new AbortException(Messages.Steering_noAnswer(cluster, SECONDS));
        }
        try {
            return looking.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            looking.cancel(true);
            throw new AbortException(Messages.Steering_noAnswer(cluster, SECONDS));
        } catch (InterruptedException e) {
            looking.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        }
    }
}
