package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.List;

/** The page that says why a button did nothing. */
public final class Refusal {
    private final ApplicationButtons buttons;
    private final Button button;
    private final List<String> lines;

    Refusal(ApplicationButtons buttons, Button button, List<String> lines) {
        this.buttons = buttons;
        this.button = button;
        this.lines = List.copyOf(lines);
    }

    public String getTitle() {
        return Messages.Refusal_title(
                Messages.ConfirmationPage_title(buttons.getApplication(), button.label()));
    }

    /** Why, in sentences. */
    public List<String> getLines() {
        return lines;
    }

    /** The address of the page that says what the button would do now, below that of the buttons. */
    public String getConfirmation() {
        return ApplicationButtons.confirmation(button);
    }

    public String getAgain() {
        return Messages.ConfirmationPage_again();
    }

    public String getBack() {
        return Messages.Refusal_back(buttons.getApplication());
    }
}
