package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Pattern;

/** A file to upload with a message (Discord documentation, "Uploading Files"). */
public final class DiscordFile {
    private static final String NAMELESS = "file";
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029\"'`]");
    /** In code points, with the dot. A longer one is not a file type. */
    private static final int LONGEST_EXTENSION = 20;

    private final String name;
    private final byte[] content;

    /**
     * A file to upload.
     *
     * @param name a name or a path, of which the last part is used; control characters and quotes are replaced
     * @param content copied
     */
    DiscordFile(String name, byte[] content) {
        this.name = nameOf(name);
        this.content = content.clone();
    }

    /** The name in Discord: never blank, at most 100 code points, shortened before its extension. */
    public String name() {
        return name;
    }

    /** A copy of the bytes. */
    public byte[] content() {
        return content.clone();
    }

    /** The name in Discord of a file with this path. */
    public static String nameOf(String path) {
        String last = path == null ? "" : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        String name = Text.strip(Text.clean(UNFIT.matcher(Text.strip(last)).replaceAll("_")));
        if (Text.visible(name).isEmpty() || name.equals(".") || name.equals("..")) {
            return NAMELESS;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 ? name.substring(dot) : "";
        if (Text.length(extension) > LONGEST_EXTENSION) {
            return Shortening.plain(name, Limits.FILE_NAME);
        }
        String stem = name.substring(0, name.length() - extension.length());
        return Shortening.plain(stem, Limits.FILE_NAME - Text.length(extension)) + extension;
    }
}
