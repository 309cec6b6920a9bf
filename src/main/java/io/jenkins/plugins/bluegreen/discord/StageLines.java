package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.message.Markdown;
import io.jenkins.plugins.bluegreen.discord.message.Shortening;
import io.jenkins.plugins.bluegreen.discord.message.Text;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Renders stages as lines of a message. If they don't fit, stages that have ended are left out and counted: successful
 * ones first, then those not built, then aborted ones. Running and failed stages stay.
 */
final class StageLines {
    /** An em space: Discord strips ordinary spaces at the start of a line. */
    private static final String INDENT = "\u2003";

    private static final int DEEPEST = 8;
    private static final int NAME = 100;

    private final Locale locale;

    StageLines(Locale locale) {
        this.locale = locale;
    }

    /** A line for each stage, in at most {@code room} code points if leaving out ended stages is enough for that. */
    List<String> of(List<BuildStage> stages, int room) {
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (BuildStage stage : stages) {
            String line = line(stage);
            lines.add(line);
            length += Text.length(line) + 1;
        }
        int left = 0;
        for (BuildState state : List.of(BuildState.SUCCESS, BuildState.NOT_BUILT, BuildState.ABORTED)) {
            for (int i = 0; i < stages.size() && length > room; i++) {
                if (stages.get(i).state() == state) {
                    length -= Text.length(lines.get(i)) + 1;
                    lines.set(i, null);
                    left++;
                }
            }
        }
        lines.removeIf(line -> line == null);
        if (left > 0) {
            lines.add(0, Sentence.of("discord.build.moreStages", left).in(locale));
        }
        return lines;
    }

    private String line(BuildStage stage) {
        String name = Markdown.escape(Shortening.plain(Text.prepareLine(stage.name()), NAME));
        String indent = INDENT.repeat(Math.min(stage.depth(), DEEPEST));
        return indent + stage.state().icon() + " **" + name + "**" + time(stage);
    }

    private String time(BuildStage stage) {
        return switch (stage.state()) {
            case NOT_BUILT -> "";
            case RUNNING -> " <t:" + stage.startMillis() / 1000 + ":R>";
            default -> " " + Sentence.seconds(Math.max(0, stage.endMillis() - stage.startMillis())).in(locale);
        };
    }
}
