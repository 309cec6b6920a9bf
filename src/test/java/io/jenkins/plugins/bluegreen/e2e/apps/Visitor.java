package io.jenkins.plugins.bluegreen.e2e.apps;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A visitor who opens a page again and again, with a new connection for each of its files: the most unlucky one at a
 * switch. If a file is missing, the page is loaded once more, as {@code renew.js} of the example does.
 */
final class Visitor implements AutoCloseable {
    private static final long PAUSE_MILLIS = 10;

    private final String url;
    private final List<String> broken = new ArrayList<>();
    private int visits;
    private int renewed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private Visitor(String url) {
        this.url = url;
        thread = new Thread(this::visit, "visitor");
        thread.setDaemon(true);
        thread.start();
    }

    static Visitor of(String url) {
        return new Visitor(url);
    }

    private void visit() {
        try {
            while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                visits++;
                if (missing() != null) {
                    renewed++;
                    String again = missing();
                    if (again != null) {
                        broken.add(again);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the page lacks; null: nothing. */
    private String missing() {
        try {
            Answer page = Answer.to(url + "/");
            if (page.status() != 200 || page.files().size() < 3) {
                return page.toString();
            }
            for (String file : page.files()) {
                Answer answer = Answer.to(url + file);
                if (answer.status() != 200 || answer.type().equals("text/html")) {
                    return file + ": " + answer;
                }
            }
            return null;
        } catch (UncheckedIOException e) {
            return e.toString();
        }
    }

    /** Visits no more. What was missing from pages even at the second try. */
    List<String> broken() {
        close();
        return broken;
    }

    /** How many visits there were, and how many met a switch between the page and its files. */
    String counts() {
        close();
        return visits + " visits, " + renewed + " of them loaded the page again";
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
