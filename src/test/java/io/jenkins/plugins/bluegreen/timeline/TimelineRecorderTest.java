package io.jenkins.plugins.bluegreen.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Answers;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Readiness;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The recorder of a timeline")
class TimelineRecorderTest {
    private static final long START = 1_800_000_000_000L;

    private final ReleaseView release = ReleaseState.release(ReleaseSpec.in("esc", "h").build());
    private long now = START;
    private final TimelineRecorder recorder = new TimelineRecorder(() -> now);

    @Test
    @DisplayName("has phases without gaps, the last one open, also when the clock is set back")
    void phases() {
        recorder.started(release, Phase.PLAN);
        now += 1_000;
        recorder.ended(release, Phase.PLAN, 1_000, null);
        now += 50;
        recorder.started(release, Phase.LOCK);
        now -= 60_000;
        recorder.ended(release, Phase.LOCK, 10, Sentence.verbatim("no"));
        recorder.started(release, Phase.ROLLBACK);
        assertEquals(
                List.of(
                        new Stretch("PLAN", START, START + 1_000, false),
                        new Stretch("LOCK", START + 1_000, START + 1_050, true),
                        new Stretch("ROLLBACK", START + 1_050, 0, false)),
                recorder.timeline().stretches());
    }

    @Test
    @DisplayName("has at most 150 numbers of Pods of a colour: the newest all, none twice in a row, none made up")
    void readiness() {
        for (int i = 0; i < 5_000; i++) {
            now++;
            recorder.pods(release, Color.BLUE, i % 3, 3);
            recorder.pods(release, Color.GREEN, 2, 2);
        }
        Map<String, List<Readiness>> samples =
                recorder.timeline().readiness().stream().collect(Collectors.groupingBy(Readiness::color));
        assertEquals(List.of(new Readiness(START + 1, "green", 2, 2)), samples.get("green"));
        List<Readiness> blue = samples.get("blue");
        assertTrue(blue.size() <= ReadySamples.MOST && blue.size() > 100, "" + blue.size());
        assertEquals(START + 1, blue.get(0).at());
        blue.forEach(sample -> assertEquals((sample.at() - START - 1) % 3, sample.ready()));
        for (int i = 1; i < 70; i++) {
            assertEquals(START + 5_000 - i + 1, blue.get(blue.size() - i).at());
        }
    }

    @Test
    @DisplayName("counts answers by the second, later in at most 300 longer times; none gets lost")
    void answers() {
        for (int i = 0; i < 40; i++) {
            recorder.answers(release, 2, i == 3 ? 1 : 0);
            now += 100;
        }
        assertEquals(new Answers(START, 20, 1), recorder.timeline().answers().get(0));
        assertEquals(4, recorder.timeline().answers().size());
        for (int i = 0; i < 7_200; i++) {
            recorder.answers(release, 1, 0);
            now += 1_000;
        }
        List<Answers> all = recorder.timeline().answers();
        assertTrue(all.size() <= AnswerCounts.MOST && all.size() > 100, "" + all.size());
        assertEquals(7_280, all.stream().mapToInt(Answers::asked).sum());
        assertEquals(1, all.stream().mapToInt(Answers::failed).sum());
    }
}
