package io.jenkins.plugins.bluegreen.discord;

/** The state of a build or a stage. Those that have ended are in Jenkins' order, from best to worst. */
public enum BuildState {
    RUNNING("⏳", 0x5865F2),
    SUCCESS("✅", 0x2ECC71),
    UNSTABLE("⚠️", 0xF1C40F),
    FAILURE("❌", 0xE74C3C),
    NOT_BUILT("➖", 0x95A5A6),
    ABORTED("⏹️", 0x95A5A6);

    private final String icon;
    private final int color;

    BuildState(String icon, int color) {
        this.icon = icon;
        this.color = color;
    }

    /** An emoji. */
    public String icon() {
        return icon;
    }

    /** The colour of an embed's frame, RGB. */
    int color() {
        return color;
    }

    /** The worse of two. */
    public BuildState and(BuildState other) {
        return compareTo(other) > 0 ? this : other;
    }
}
