package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.pages.build.ImageName;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ColorPods;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The Deployment of a colour, as a page shows it. */
@ExportedBean(defaultVisibility = 999)
public final class ColorCell {
    private final ColorPods pods;
    private final Viewer viewer;

    private ColorCell(ColorPods pods, Viewer viewer) {
        this.pods = pods;
        this.viewer = viewer;
    }

    /** Null for none. */
    static ColorCell of(ColorPods pods, Viewer viewer) {
        return pods == null ? null : new ColorCell(pods, viewer);
    }

    /** {@code blue} or {@code green}; null: it has no colour. */
    @Exported
    public String getColor() {
        return pods.color() == null ? null : pods.color().label();
    }

    /** The colour in the viewer's language. */
    public String getColorText() {
        return StateWords.color(pods.color(), viewer);
    }

    @Exported
    public String getDeployment() {
        return pods.deployment();
    }

    @Exported
    public String getImage() {
        return pods.image();
    }

    /** The same as HTML, which breaks between the parts of the name. */
    public String getImageHtml() {
        return ImageName.html(getImage());
    }

    @Exported
    public int getReady() {
        return pods.ready();
    }

    @Exported
    public int getDesired() {
        return pods.desired();
    }

    /** How many Pods it had before it was retired; 0: it was not. */
    @Exported
    public int getFormer() {
        return pods.former();
    }

    @Override
    public String toString() {
        return pods.toString();
    }
}
