package io.jenkins.plugins.bluegreen.jenkins.discord;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ant patterns of files: {@code *} and {@code ?} within a name, {@code **} for any number of folders. Matched here and
 * not by Ant, whose scanner follows links and reads whole trees.
 */
final class PathPatterns {
    private static final String ANY = "**";

    private final List<List<String>> patterns = new ArrayList<>();

    /** @param wanted relative to a folder */
    PathPatterns(List<String> wanted) {
        for (String pattern : wanted) {
            String path = pattern.replace('\\', '/');
            patterns.add(List.of((path.endsWith("/") ? path + ANY : path).split("/+")));
        }
    }

    /** Whether a path leads out of a folder: it is absolute, or climbs. */
    static boolean leadsOut(String pattern) {
        String path = pattern.replace('\\', '/');
        return path.startsWith("/")
                || path.matches("[A-Za-z]:.*")
                || Arrays.asList(path.split("/")).contains("..");
    }

    /** Whether a file, relative to the folder, is wanted. */
    boolean match(Path file) {
        return patterns.stream().anyMatch(pattern -> match(pattern, file, false));
    }

    /** Whether a wanted file may be in a folder. */
    boolean mayBeIn(Path folder) {
        return patterns.stream().anyMatch(pattern -> match(pattern, folder, true));
    }

    /** Marks what each name leaves of the pattern, so that many {@code **} cost no more than one. */
    private static boolean match(List<String> pattern, Path path, boolean begins) {
        boolean[] at = new boolean[pattern.size() + 1];
        at[0] = true;
        skip(pattern, at);
        for (Path name : path) {
            boolean[] next = new boolean[at.length];
            for (int i = 0; i < pattern.size(); i++) {
                if (at[i] && pattern.get(i).equals(ANY)) {
                    next[i] = true;
                } else if (at[i] && isName(pattern.get(i), name.toString())) {
                    next[i + 1] = true;
                }
            }
            skip(pattern, next);
            at = next;
        }
        if (!begins) {
            return at[pattern.size()];
        }
        // something of the pattern is left for what is in the folder
        for (int i = 0; i < pattern.size(); i++) {
            if (at[i]) {
                return true;
            }
        }
        return false;
    }

    /** {@code **} may stand for no folder. */
    private static void skip(List<String> pattern, boolean[] at) {
        for (int i = 0; i < pattern.size(); i++) {
            at[i + 1] |= at[i] && pattern.get(i).equals(ANY);
        }
    }

    /** Greedy, and back to the last star only: linear, whatever a pattern is. */
    private static boolean isName(String glob, String name) {
        int star = -1;
        int after = 0;
        int g = 0;
        int n = 0;
        while (n < name.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                after = n;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++after;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
