package io.jenkins.plugins.bluegreen.jenkins.secrets;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import jenkins.MasterToSlaveFileCallable;

/**
 * Reads the files of credentials that a build has bound: on the agent, where they are, in one remote call, and only if
 * there are any. What can't be read is told, and keeps nothing from going on.
 */
public final class BoundFiles {
    /** How long an agent has time. */
    public static final int SECONDS = 10;

    private final BoundSecrets secrets;
    private final Future<SecretFiles.Read> answer;

    private BoundFiles(BoundSecrets secrets, Future<SecretFiles.Read> answer) {
        this.secrets = secrets;
        this.answer = answer;
    }

    /**
     * Begins to read. Waits for no agent.
     *
     * @param workspace any of the agent; null: there is none
     */
    public static BoundFiles begin(FilePath workspace, BoundSecrets secrets) throws IOException, InterruptedException {
        boolean any = workspace != null && !secrets.files().isEmpty();
        return new BoundFiles(secrets, any ? workspace.actAsync(new Reading(secrets.files())) : null);
    }

    /** Whether the agent has answered, or was not asked. */
    public boolean isDone() {
        return answer == null || answer.isDone();
    }

    /** Ends the reading. */
    public void cancel() {
        if (answer != null) {
            answer.cancel(true);
        }
    }

    /** Waits for the agent, and has its texts masked. */
    public BoundSecrets await(Consumer<String> log) throws InterruptedException {
        return got(isDone() ? 0 : SECONDS, log);
    }

    /** Takes what is there by now, and has it masked. */
    public BoundSecrets got(Consumer<String> log) throws InterruptedException {
        return got(0, log);
    }

    private BoundSecrets got(int seconds, Consumer<String> log) throws InterruptedException {
        if (answer == null) {
            return secrets;
        }
        try {
            Object read = answer.get(seconds, TimeUnit.SECONDS);
            take(read, secrets, log);
        } catch (TimeoutException e) {
            answer.cancel(true);
            log.accept(Messages.BoundFiles_late(SECONDS));
        } catch (ExecutionException e) {
            log.accept(Messages.BoundFiles_notRead(secrets.masked(String.valueOf(e.getCause()))));
        }
        return secrets;
    }

    /** Takes what an agent returned, whatever it says. */
    static void take(Object answer, BoundSecrets secrets, Consumer<String> log) {
        if (!(answer instanceof SecretFiles.Read read) || read.texts == null) {
            log.accept(Messages.BoundFiles_notRead("?"));
            return;
        }
        List<String> texts = new ArrayList<>();
        int left = SecretFiles.MOST_BYTES;
        for (Object text : read.texts) {
            if (text instanceof String some && some.length() <= left) {
                texts.add(some);
                left -= some.length();
            }
        }
        secrets.read(texts);
        if (read.gone) {
            log.accept(Messages.BoundFiles_gone());
        }
        if (read.cut) {
            log.accept(Messages.BoundFiles_cut(SecretFiles.MOST_BYTES / 1024));
        }
    }

    /** Runs on the agent. */
    private static final class Reading extends MasterToSlaveFileCallable<SecretFiles.Read> {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> paths;

        Reading(Collection<String> paths) {
            this.paths = new ArrayList<>(paths);
        }

        @Override
        public SecretFiles.Read invoke(File workspace, VirtualChannel channel) throws IOException {
            return SecretFiles.read(paths);
        }
    }
}
