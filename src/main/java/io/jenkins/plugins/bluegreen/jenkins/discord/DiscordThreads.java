package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The threads that prepare messages to Discord. They read credentials, files and flow graphs. */
@Extension
public final class DiscordThreads {
    private static final Logger LOGGER = Logger.getLogger(DiscordThreads.class.getName());
    private static final int THREADS = 4;

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            new NamingThreadFactory(new DaemonThreadFactory(), "discord notify"),
            // Jenkins shuts down: after the restart, running builds send their messages again
            new ThreadPoolExecutor.DiscardPolicy());

    public DiscordThreads() {
        pool.allowCoreThreadTimeOut(true);
    }

    static Executor get() {
        return ExtensionList.lookupSingleton(DiscordThreads.class).pool;
    }

    /** An executor that runs one task after the other. */
    static Executor inOrder() {
        Executor pool = get();
        return new Executor() {
            private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

            @Override
            public synchronized void execute(Runnable work) {
                last = last.thenRunAsync(work, pool).exceptionally(problem -> {
                    LOGGER.log(Level.WARNING, "A message to Discord could not be prepared", problem);
                    return null;
                });
            }
        };
    }

    /** Discards later work. */
    public static void stop() {
        ExtensionList.lookupSingleton(DiscordThreads.class).pool.shutdown();
    }
}
