package io.jenkins.plugins.bluegreen.jenkins.steer;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.release.UserRelease;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.stapler.StaplerAccessibleType;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/**
 * The buttons of an application's page, which includes the view {@code buttons} and serves this object at
 * {@code buttons}. Each leads to a page that says what will happen, {@code confirm/<button>/}, whose form is posted to
 * {@code <button>}. Made for one request.
 */
@StaplerAccessibleType
public final class ApplicationButtons {
    private static final int CONFLICT = 409;

    private final String cluster;
    private final String namespace;
    private final String application;
    private final String page;
    private final Known known;
    private final Authentication user = Jenkins.getAuthentication2();
    private List<ReleaseRecord> records;

    /**
     * The buttons of an application, for the user of the current request.
     *
     * @param page the address of the application's page below Jenkins' own, with a slash at its end; the buttons are
     *     below it under {@code buttons}
     * @param known what is known of it without asking its cluster
     */
    public ApplicationButtons(String cluster, String namespace, String application, String page, Known known) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.application = application;
        this.page = page;
        this.known = known;
    }

    /** The application's name. */
    public String getApplication() {
        return application;
    }

    private boolean runsHere() {
        return ControllerReleases.get().running(cluster, namespace, application) != null;
    }

    /** The buttons that the user may press and that can do something, for the page. */
    public List<ButtonLink> getLinks() {
        boolean runsHere = runsHere();
        return Stream.of(Button.values())
                .filter(button -> known.offers(button, runsHere) && may(button))
                .map(button -> new ButtonLink(button.label(), confirmation(button)))
                .toList();
    }

    /** The address of the page that says what a button will do, below that of the buttons. */
    static String confirmation(Button button) {
        return "confirm/" + button.url() + "/";
    }

    private boolean may(Button button) {
        return MaySteer.may(button.right(), new UserAccess(user), UserRelease.newestJob(records()), allowedFolders());
    }

    private List<String> allowedFolders() {
        try {
            return Clusters.allowedFolders(Clusters.named(cluster));
        } catch (AbortException e) {
            // no such cluster: only who may do it everywhere is told
            return List.of();
        }
    }

    /** The records of the application, the newest first. */
    List<ReleaseRecord> records() {
        if (records == null) {
            records = ControllerReleases.get().history().of(cluster, namespace, application);
        }
        return records;
    }

    /** The page that says what a button will do; null: there is no such button. */
    public ConfirmationPage getConfirm(String name) {
        Button button = Button.of(name);
        if (button == null) {
            return null;
        }
        require(button);
        return new ConfirmationPage(this, button);
    }

    @RequirePOST
    public void doRollBack(@QueryParameter String seen, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        press(Button.ROLL_BACK, seen, request, response);
    }

    @RequirePOST
    public void doPromote(@QueryParameter String seen, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        press(Button.PROMOTE, seen, request, response);
    }

    @RequirePOST
    public void doDiscard(@QueryParameter String seen, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        press(Button.DISCARD, seen, request, response);
    }

    @RequirePOST
    public void doAbort(@QueryParameter String seen, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        press(Button.ABORT, seen, request, response);
    }

    private void press(Button button, String seen, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        require(button);
        List<String> refused;
        try {
            refused = new Steering(steered()).press(button, seen, user.getName());
        } catch (ReleaseException e) {
            refused = failed(localized(e));
        } catch (AbortException e) {
            refused = failed(e.getMessage());
        }
        if (refused.isEmpty()) {
            // the application's page
            response.sendRedirect2("..");
        } else {
            response.setStatus(CONFLICT);
            response.forward(new Refusal(this, button, refused), "index", request);
        }
    }

    /** Why something failed, and what was known last. */
    private List<String> failed(String why) {
        return known.sentence().isEmpty() ? List.of(why) : List.of(why, known.sentence());
    }

    /** What is known without asking the cluster. */
    Known known() {
        return known;
    }

    static String localized(ReleaseException problem) {
        return problem.sentence().in(LocaleProvider.getLocale());
    }

    private void require(Button button) {
        if (!may(button)) {
            throw new AccessDeniedException(Messages.Steering_refused(user.getName(), button.right().id()));
        }
    }

    /** @throws AbortException if there is no such cluster, or it is not for the namespace */
    Steering.Steered steered() throws AbortException {
        ClusterEntry entry = Clusters.named(cluster);
        String root = Jenkins.get().getRootUrl();
        return new ControllerSteered(new UserRelease(
                entry,
                Clusters.namespace(entry, namespace),
                application,
                root == null ? page : root + page,
                user.getName()));
    }
}
