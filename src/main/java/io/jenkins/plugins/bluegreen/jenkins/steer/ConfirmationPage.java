package io.jenkins.plugins.bluegreen.jenkins.steer;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import java.io.IOException;
import java.util.List;
import jenkins.security.stapler.StaplerAccessibleType;

/** The page that says what a button will do, with the form that does it. Reads the cluster once. */
@StaplerAccessibleType
public final class ConfirmationPage {
    private final ApplicationButtons buttons;
    private final Button button;
    private List<String> lines = List.of();
    private String problem;
    private String seen = "";

    ConfirmationPage(ApplicationButtons buttons, Button button) {
        this.buttons = buttons;
        this.button = button;
        try {
            read(buttons.steered());
        } catch (ReleaseException e) {
            fail(ApplicationButtons.localized(e));
        } catch (AbortException e) {
            fail(e.getMessage());
        } catch (IOException e) {
            fail(e.toString());
        }
    }

    /** The cluster could not be looked at. */
    private void fail(String why) {
        problem = why;
        String known = buttons.known().sentence();
        lines = known.isEmpty() ? List.of() : List.of(known);
    }

    private void read(Steering.Steered steered) throws IOException {
        if (button == Button.ABORT) {
            ReleaseFacts running = steered.running();
            if (running == null) {
                problem = Messages.Steering_over(steered.application());
            } else {
                seen = running.id();
                String status = ControllerReleases.get().status(running.id());
                lines = Confirmation.abort(steered.application(), status == null ? "" : status);
            }
            return;
        }
        Sight now = steered.look();
        problem = Confirmation.problem(button, now);
        if (problem == null) {
            seen = now.seen().text();
            lines = Confirmation.lines(button, now, buttons.records());
        }
    }

    public String getTitle() {
        return Messages.ConfirmationPage_title(buttons.getApplication(), button.label());
    }

    /** What will happen, in sentences. */
    public List<String> getLines() {
        return lines;
    }

    /** Why nothing can be done; null: it can. */
    public String getProblem() {
        return problem;
    }

    /** What the form sends back of what is shown. */
    public String getSeen() {
        return seen;
    }

    /** The label of the form's button. */
    public String getLabel() {
        return button.label();
    }

    /** The address that the form is posted to, below that of the buttons. */
    public String getAction() {
        return button.url();
    }

    public String getCancel() {
        return problem == null
                ? Messages.ConfirmationPage_cancel()
                : Messages.Refusal_back(buttons.getApplication());
    }
}
