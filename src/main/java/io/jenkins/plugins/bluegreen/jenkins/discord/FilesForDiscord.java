package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.FilePath;
import hudson.remoting.Future;
import io.jenkins.plugins.bluegreen.discord.message.DiscordFile;
import io.jenkins.plugins.bluegreen.discord.message.Limits;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.discord.FilesOfWorkspace.Found;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Adds files of a workspace to a message. What can't be added is told, and keeps no message from being sent. */
final class FilesForDiscord {
    private static final int AGENT_SECONDS = 30;

    private FilesForDiscord() {}

    /**
     * Adds the files that match.
     *
     * @param workspace null: there is none
     * @param patterns Ant patterns, separated by commas
     * @param message gets names and bytes
     * @param missing gets a sentence for everything that is not added
     */
    static void add(
            FilePath workspace, String patterns, BiConsumer<String, byte[]> message, Consumer<String> missing)
            throws IOException, InterruptedException {
        if (workspace == null) {
            missing.accept(Messages.DiscordNotifyStep_noWorkspace());
            return;
        }
        List<String> wanted = CommaSeparated.split(patterns);
        for (String pattern : wanted) {
            if (PathPatterns.leadsOut(pattern)) {
                missing.accept(Messages.DiscordNotifyStep_outside(pattern));
                return;
            }
        }
        Future<Found> answer = workspace.actAsync(new FilesOfWorkspace(wanted));
        try {
            Object found = answer.get(AGENT_SECONDS, TimeUnit.SECONDS);
            take(found, patterns, message, missing);
        } catch (TimeoutException e) {
            answer.cancel(true);
            missing.accept(Messages.DiscordNotifyStep_agentLate(AGENT_SECONDS));
        } catch (ExecutionException e) {
            missing.accept(Messages.DiscordNotifyStep_notRead(e.getCause()));
        }
    }

    /** Takes what an agent returned: bytes and names, within Discord's limits, whatever it says. */
    static void take(Object answer, String patterns, BiConsumer<String, byte[]> message, Consumer<String> missing) {
        if (!(answer instanceof Found found) || found.files == null || found.leftOut == null || found.unfit == null) {
            missing.accept(Messages.DiscordNotifyStep_notRead("?"));
            return;
        }
        int taken = 0;
        long left = Limits.FILE_BYTES;
        for (Map.Entry<String, byte[]> file : found.files.entrySet()) {
            boolean fits = file.getValue() != null && file.getValue().length <= left;
            if (taken == Limits.FILES || !fits) {
                break;
            }
            message.accept(DiscordFile.nameOf(file.getKey()), file.getValue());
            left -= file.getValue().length;
            taken++;
        }
        if (found.matches == 0 && !found.tooMany) {
            missing.accept(Messages.DiscordNotifyStep_noFiles(patterns));
        }
        if (found.tooMany) {
            missing.accept(Messages.DiscordNotifyStep_tooMany(patterns, FilesOfWorkspace.MOST_SEEN));
        }
        if (!found.unfit.isEmpty()) {
            missing.accept(Messages.DiscordNotifyStep_unfit(names(found.unfit)));
        }
        int others = found.matches - taken - found.unfit.size();
        if (others > 0) {
            String named = names(found.leftOut);
            int unnamed = others - Math.min(found.leftOut.size(), FilesOfWorkspace.MOST_NAMED);
            missing.accept(Messages.DiscordNotifyStep_leftOut(
                    unnamed <= 0 ? named : Messages.DiscordNotifyStep_andMore(named, unnamed)));
        }
    }

    private static String names(List<String> paths) {
        return String.join(
                ", ",
                paths.stream()
                        .limit(FilesOfWorkspace.MOST_NAMED)
                        .map(DiscordFile::nameOf)
                        .toList());
    }
}
