package io.jenkins.plugins.bluegreen.discord;

/** How a build, or one of its stages, stands; those that are over from the best to the worst, as Jenkins has it. */
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

    /** The colour of a message's frame: red, green and blue. */
    public int color() {
        return color;
    }

    /** The worse of two. */
    public BuildState and(BuildState other) {
        return compareTo(other) > 0 ? this : other;
    }
}
