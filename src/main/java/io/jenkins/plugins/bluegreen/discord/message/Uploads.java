package io.jenkins.plugins.bluegreen.discord.message;

import java.util.ArrayList;
import java.util.List;

/** The files of a message, within Discord's limits. */
final class Uploads {
    private final List<DiscordFile> files = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int bytes;

    void add(String name, byte[] content) {
        if (content == null || files.size() == Limits.FILES || content.length > Limits.FILE_BYTES - bytes) {
            leftOut.add(DiscordFile.nameOf(name));
        } else {
            files.add(new DiscordFile(name, content));
            bytes += content.length;
        }
    }

    List<DiscordFile> files() {
        return List.copyOf(files);
    }

    /** The names of the files that were left out. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }
}
