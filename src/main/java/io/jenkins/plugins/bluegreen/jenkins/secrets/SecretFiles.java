package io.jenkins.plugins.bluegreen.jenkins.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that credentials-binding has written on an agent for a build: file credentials, unpacked archives, SSH
 * keys. The variables hold their paths, so the console masks the paths alone.
 */
final class SecretFiles {
    /** What is read of all files. A text of thousands of values would make each message slow. */
    static final int MOST_BYTES = 16 * 1024;

    /** Shorter lines and values of a file may be any word. */
    private static final int SHORTEST = 8;

    private static final int MOST_FILES = 20;
    private static final int MOST_FOLDERS_DEEP = 3;
    /** Where credentials-binding writes, whatever the workspace. */
    private static final Pattern PLACE = Pattern.compile("([A-Za-z]:)?[\\\\/].*[\\\\/]secretFiles[\\\\/].+");
    /** As of properties, YAML and JSON: a name, and a value in quotes or up to the line's end. */
    private static final Pattern ASSIGNED = Pattern.compile("(?<![\\w.-])([\\w.-]++)[\"']?\\s*[:=]\\s*"
            + "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)'|([^\\s\"'].*))");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(pass|pwd|secret|token|key|credential|auth|salt|private|dsn).*");
    /** A value of another name is a secret if it looks like one; addresses do not, unless they hold a password. */
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?!https?://[^@]*$)(?=.*[0-9])(?=.*[A-Za-z])\\S{16,}|\\S+://\\S+:\\S+@\\S+");

    private SecretFiles() {}

    /** What was read of files. */
    static final class Read implements Serializable {
        private static final long serialVersionUID = 1L;

        final ArrayList<String> texts = new ArrayList<>();
        /** Whether a text is longer than what was read, or there are more files. */
        boolean cut;
        /** Whether a file is not on this agent. */
        boolean gone;
    }

    /** Whether a variable's value is the path of such a file, or of a folder of them. */
    static boolean isPath(String value) {
        return value.indexOf('\n') < 0 && PLACE.matcher(value).matches();
    }

    /** Reads the texts. Files that are gone, are links or no text are left out. */
    static Read read(Collection<String> paths) throws IOException {
        Read read = new Read();
        int left = MOST_BYTES;
        for (Path file : files(paths, read)) {
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(left + 1);
            } catch (IOException e) {
                continue;
            }
            int length = Math.min(left, bytes.length);
            String text = text(bytes, length);
            if (text != null) {
                read.cut |= bytes.length > left;
                read.texts.add(text);
                left -= length;
            }
        }
        return read;
    }

    private static List<Path> files(Collection<String> paths, Read read) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        for (String path : paths) {
            if (!Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
                read.gone = true;
                continue;
            }
            try (Stream<Path> found = Files.walk(Path.of(path), MOST_FOLDERS_DEEP)) {
                found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .limit(MOST_FILES + 1L)
                        .forEach(files::add);
            }
        }
        read.cut = files.size() > MOST_FILES;
        return files.stream().limit(MOST_FILES).toList();
    }

    /** Null if it is no text. A character that was cut in its middle is left out. */
    private static String text(byte[] bytes, int length) {
        int end = length;
        while (end < bytes.length && end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** What texts must not show of a file: each line, and the secret that a line gives a name. */
    static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            values.add(line);
            Matcher assigned = ASSIGNED.matcher(line);
            while (assigned.find()) {
                String value = value(assigned);
                if (SECRET_NAME.matcher(assigned.group(1)).matches()
                        || SECRET_VALUE.matcher(value).matches()) {
                    // a key in JSON has its lines in one
                    values.addAll(List.of(value.replace("\\n", "\n").split("\n")));
                }
            }
        }
        values.removeIf(value -> value.strip().length() < SHORTEST);
        return values;
    }

    private static String value(Matcher assigned) {
        for (int quoted = 2; quoted <= 3; quoted++) {
            if (assigned.group(quoted) != null) {
                return assigned.group(quoted);
            }
        }
        return assigned.group(4).replaceAll("[,;]?\\s*$", "");
    }
}
