package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a release besides its state: whose it is, where it goes, and what became of its step. Only the
 * thread that holds the release's monitor changes it.
 */
public final class ReleaseFacts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private String job;
    private final int build;
    private final String cluster;
    private final String webhook;
    private final String blockWebhook;
    private final String agent;
    private final long startedAt;
    private final ArrayList<String> startedBy;
    private final String user;

    private boolean alone;
    private Sentence abort;
    private boolean over;
    private boolean endSeen;

    /**
     * Facts of a new release of a build.
     *
     * @param id unique among all releases of this controller
     * @param job full name of the job
     * @param build the build's number
     * @param cluster name of a configured cluster
     * @param webhook name of a configured Discord webhook; null: none
     * @param blockWebhook name of the webhook of the block around the step, which shows the release; null: none
     * @param agent name of the agent on which the step runs; null: none
     * @param startedAt milliseconds since 1970
     * @param startedBy who or what started the build
     */
    public ReleaseFacts(
            String id,
            String job,
            int build,
            String cluster,
            String webhook,
            String blockWebhook,
            String agent,
            long startedAt,
            List<String> startedBy) {
        this(id, job, build, cluster, webhook, blockWebhook, agent, startedAt, startedBy, null);
    }

    private ReleaseFacts(
            String id,
            String job,
            int build,
            String cluster,
            String webhook,
            String blockWebhook,
            String agent,
            long startedAt,
            List<String> startedBy,
            String user) {
        this.id = id;
        this.job = job;
        this.build = build;
        this.cluster = cluster;
        this.webhook = webhook;
        this.blockWebhook = blockWebhook;
        this.agent = agent;
        this.startedAt = startedAt;
        this.startedBy = new ArrayList<>(startedBy);
        this.user = user;
    }

    /**
     * Facts of a new release that has no build and no step: its job is an empty text, its build 0.
     *
     * @param user the id of the user who started it
     */
    public static ReleaseFacts ofUser(String id, String user, String cluster, String webhook, long startedAt) {
        List<String> startedBy = List.of("Started by user " + user);
        return new ReleaseFacts(id, "", 0, cluster, webhook, null, null, startedAt, startedBy, user);
    }

    public String id() {
        return id;
    }

    public String job() {
        return job;
    }

    public int build() {
        return build;
    }

    public String cluster() {
        return cluster;
    }

    public String webhook() {
        return webhook;
    }

    public String blockWebhook() {
        return blockWebhook;
    }

    public String agent() {
        return agent;
    }

    public long startedAt() {
        return startedAt;
    }

    public List<String> startedBy() {
        return List.copyOf(startedBy);
    }

    /** The id of the user who started it without a build; null: a build did. */
    public String user() {
        return user;
    }

    /** Whether it goes on to its end without a step and a build: it never had one, or their agent is lost. */
    public boolean isAlone() {
        return alone || user != null;
    }

    /** Why it is aborted; null if it is not. */
    public Sentence abort() {
        return abort;
    }

    /** From now on it needs no step and no build. */
    public void goOnAlone() {
        alone = true;
    }

    /** It is aborted; the first reason counts. */
    public void abort(Sentence cause) {
        if (abort == null) {
            abort = cause;
        }
    }

    /** Whether it is over, and everybody was told. */
    public boolean isOver() {
        return over;
    }

    /** Whether the step's own listener was told of the end. */
    public boolean isEndSeen() {
        return endSeen;
    }

    /** It is over. */
    public void over(boolean seen) {
        over = true;
        endSeen = seen;
    }

    /** The job, or a folder that holds it, has another name. */
    public boolean move(String from, String to) {
        boolean moves = job.equals(from) || job.startsWith(from + "/");
        if (moves) {
            job = to + job.substring(from.length());
        }
        return moves;
    }
}
