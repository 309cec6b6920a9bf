package io.jenkins.plugins.bluegreen.jenkins.store;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest lines of a release's log, and how many of all of them its build's log has. Guarded by its own monitor:
 * whoever reads the lines and follows the next ones holds it meanwhile.
 */
public final class ToldLines implements Serializable {
    private static final long serialVersionUID = 1L;
    /** How many lines are kept. */
    static final int MOST_LINES = 1_000;
    /** How many characters are kept. */
    static final int MOST_CHARACTERS = 256 * 1024;

    private final ArrayList<String> lines = new ArrayList<>();
    private long first;
    private int characters;
    private long printed;

    /** Adds a line; the oldest ones go when there are too many. */
    public synchronized void add(String line) {
        lines.add(line);
        characters += line.length();
        int gone = 0;
        while (lines.size() - gone > MOST_LINES || characters > MOST_CHARACTERS && gone < lines.size() - 1) {
            characters -= lines.get(gone).length();
            gone++;
        }
        lines.subList(0, gone).clear();
        first += gone;
    }

    /** All lines that are kept. */
    public synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** The lines that the build's log does not have, as far as they are kept. */
    public synchronized List<String> missed() {
        return List.copyOf(lines.subList((int) Math.min(lines.size(), Math.max(0, printed - first)), lines.size()));
    }

    /** How many lines the build's log does not have although they are not kept any more. */
    public synchronized long lost() {
        return Math.max(0, first - printed);
    }

    /** The build's log has all lines. */
    public synchronized void printed() {
        printed = first + lines.size();
    }
}
