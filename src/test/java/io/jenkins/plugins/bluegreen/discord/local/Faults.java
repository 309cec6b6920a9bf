package io.jenkins.plugins.bluegreen.discord.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The scripted answers. */
final class Faults {
    private final List<Answer> next = new ArrayList<>();
    private Answer always;

    synchronized void next(Answer... answers) {
        Collections.addAll(next, answers);
    }

    synchronized void always(Answer answer) {
        always = answer;
    }

    /** Removes and returns the first queued answer for this method; else the permanent one, else null. */
    synchronized Answer take(String method) {
        for (Iterator<Answer> queue = next.iterator(); queue.hasNext(); ) {
            Answer answer = queue.next();
            if (answer.isFor(method)) {
                queue.remove();
                return answer;
            }
        }
        return always != null && always.isFor(method) ? always : null;
    }
}
