package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.timeline.Timeline.Answers;
import java.util.List;

/** The answers to probes: a bar for each second, its failed part on the ground, and a mark above it. */
final class AnswersBand implements TimelineBand {
    private static final int HEIGHT = 56;
    private static final int MARK = 8;

    private final List<Answers> answers;
    private final TimelineTexts texts;
    private final long width;
    private final int most;
    private final int asked;
    private final int failed;

    AnswersBand(List<Answers> answers, TimelineTexts texts) {
        this.answers = answers;
        this.texts = texts;
        long least = Long.MAX_VALUE;
        for (int i = 1; i < answers.size(); i++) {
            least = Math.min(least, answers.get(i).at() - answers.get(i - 1).at());
        }
        width = least == Long.MAX_VALUE ? 1_000 : Math.max(1, least);
        most = Math.max(1, answers.stream().mapToInt(Answers::asked).max().orElse(1));
        asked = answers.stream().mapToInt(Answers::asked).sum();
        failed = answers.stream().mapToInt(Answers::failed).sum();
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void draw(Svg svg, TimeScale scale, int top) {
        int bottom = top + HEIGHT - 8;
        svg.ground(bottom);
        svg.text("band", 0, top + HEIGHT / 2.0 + 10, "start", texts.of("timeline.answers"));
        svg.text("tick", TimeScale.LEFT - 6, y(most, bottom) + 4, "end", String.valueOf(most));
        String label = TimelineSvg.fitting(texts.of("timeline.failedOf", failed, asked), failed + "/" + asked);
        svg.text(failed == 0 ? "band" : "band failed", TimeScale.RIGHT + 6, bottom, "start", label);
        for (Answers bar : answers) {
            double x = scale.x(bar.at());
            double right = Math.max(x + 0.5, scale.x(bar.at() + width) - 0.5);
            svg.add("<g>").title(texts.tick(bar.at()) + ": " + inWords(bar.asked(), bar.failed()));
            bar(svg, "answers", x, right, y(bar.failed(), bottom), y(bar.asked(), bottom));
            if (bar.failed() > 0) {
                bar(svg, "answers failed", x, right, bottom, y(bar.failed(), bottom));
                double middle = (x + right) / 2;
                double above = y(bar.asked(), bottom) - 1;
                svg.add("<path class='answers failed' d='M%.1f %.1fl-4 -%d h8 z'/>", middle, above, MARK - 1);
            }
            svg.add("</g>");
        }
    }

    private static void bar(Svg svg, String style, double x, double right, double from, double to) {
        svg.add("<rect class='%s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>", style, x, to, right - x, from - to);
    }

    private double y(int count, int bottom) {
        return bottom - (HEIGHT - 18.0 - MARK) * count / most;
    }

    @Override
    public String inWords() {
        return inWords(asked, failed);
    }

    private String inWords(int all, int bad) {
        return texts.of("timeline.answersFailed", bad, all);
    }
}
