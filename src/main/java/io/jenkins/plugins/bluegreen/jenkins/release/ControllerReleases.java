package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.FirstPage;
import io.jenkins.plugins.bluegreen.jenkins.service.ReleaseFollower;
import io.jenkins.plugins.bluegreen.jenkins.service.Releases;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import io.jenkins.plugins.bluegreen.jenkins.store.Seal;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/**
 * The controller's {@link Releases}. When Jenkins has loaded its jobs, they go on, before Pipelines do; then those
 * whose builds will not go on are aborted.
 */
@Extension(ordinal = 1_000)
public final class ControllerReleases extends ItemListener {
    /** After the releases that go on have begun to. */
    private static final long FIRST_PAGE_MILLIS = 2_000;

    private final ControllerSurroundings around = new ControllerSurroundings();
    private Releases releases;

    /** The releases of this controller. */
    public static Releases get() {
        return ExtensionList.lookupSingleton(ControllerReleases.class).releases();
    }

    /**
     * Starts a release of a build, and shows it on the build's page.
     *
     * @throws IOException as {@link Releases#start} does
     */
    public static void start(Run<?, ?> run, ReleaseFacts facts, ReleaseState state, ReleaseFollower step)
            throws IOException {
        get().start(facts, state, step);
        BuildPages.begun(run, facts, state);
    }

    private synchronized Releases releases() {
        if (releases == null) {
            Path folder = Jenkins.get().getRootDir().toPath().resolve("blue-green");
            releases = new Releases(
                    new RunningStore(folder, new ControllersKey()),
                    new ReleaseHistory(folder),
                    around);
        }
        return releases;
    }

    /** Encrypts with the controller's key. */
    private static final class ControllersKey implements Seal {
        @Override
        public String close(String text) {
            return Secret.fromString(text).getEncryptedValue();
        }

        @Override
        public String open(String sealed) {
            return Secret.toString(Secret.decrypt(sealed));
        }
    }

    @Override
    public void onLoaded() {
        Releases carried = releases();
        carried.carryOn();
        // reads builds from the disk
        for (ReleaseFacts facts : carried.running()) {
            if (facts.user() == null) {
                around.prepare(() -> endIfBuildIsOver(carried, facts));
            }
        }
        if (carried.history().isThere()) {
            around.prepareIn(FIRST_PAGE_MILLIS, FirstPage::draw);
        }
    }

    private static void endIfBuildIsOver(Releases carried, ReleaseFacts facts) {
        Run<?, ?> run = build(facts);
        if (run == null) {
            carried.buildEnded(facts.job(), facts.build(), Sentence.of("abort.buildGone"), "");
        } else if (!run.isBuilding()) {
            carried.buildEnded(facts.job(), facts.build(), null, String.valueOf(run.getResult()));
        }
    }

    /** The build of a release; null if there is none, or none any more. */
    @SuppressWarnings("try") // the context is not used otherwise
    static Run<?, ?> build(ReleaseFacts facts) {
        if (facts.user() != null) {
            return null;
        }
        // whoever asks: a job that is not seen is not gone
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(facts.job(), Job.class);
            return job == null ? null : job.getBuildByNumber(facts.build());
        }
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        releases().moved(oldFullName, newFullName);
    }
}
