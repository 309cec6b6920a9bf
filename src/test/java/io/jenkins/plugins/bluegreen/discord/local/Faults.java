package io.jenkins.plugins.bluegreen.discord.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The answers that tests scripted. */
final class Faults {
    private final List<Answer> next = new ArrayList<>();
    private Answer always;

    synchronized void next(Answer... answers) {
        Collections.addAll(next, answers);
    }

    synchronized void always(Answer answer) {
        always = answer;
    }

    /** The first in the queue that is for this method, which is then used up, else the lasting one, else null. */
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
