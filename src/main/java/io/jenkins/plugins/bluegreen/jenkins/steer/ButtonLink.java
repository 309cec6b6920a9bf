package io.jenkins.plugins.bluegreen.jenkins.steer;

/** A button of a page, which leads to its confirmation. */
public final class ButtonLink {
    private final String label;
    private final String address;

    ButtonLink(String label, String address) {
        this.label = label;
        this.address = address;
    }

    public String getLabel() {
        return label;
    }

    /** Below that of the buttons. */
    public String getAddress() {
        return address;
    }
}
