package io.jenkins.plugins.bluegreen.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.timeline.Timeline.Answers;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Readiness;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayName("The picture of a timeline")
class TimelineSvgTest {
    private static final long START = 1_800_000_000_000L;

    /** What a tall letter and the foot of a low one take above and below the line that a text stands on. */
    private static final double TALL = 11;

    private static final Timeline ROLLED_BACK = new Timeline(
            START,
            START + 10_000,
            List.of(
                    new Stretch("PLAN", START, START + 100, false),
                    new Stretch("LOCK", START + 100, START + 101, false),
                    new Stretch("APPLY", START + 101, START + 1_000, false),
                    new Stretch("READY", START + 1_000, START + 4_000, false),
                    new Stretch("SWITCH", START + 4_000, START + 4_020, false),
                    new Stretch("MONITOR", START + 4_020, START + 7_000, true),
                    new Stretch("ROLLBACK", START + 7_000, START + 10_000, false)),
            List.of(
                    new Moment(START + 4_010, Moment.Kind.SWITCHED, "green"),
                    new Moment(START + 7_300, Moment.Kind.BACK, "blue")),
            List.of(
                    new Readiness(START + 150, "blue", 2, 2),
                    new Readiness(START + 1_100, "green", 0, 2),
                    new Readiness(START + 2_000, "green", 1, 2),
                    new Readiness(START + 3_000, "green", 2, 2),
                    new Readiness(START + 6_900, "green", 0, 2)),
            List.of(
                    new Answers(START + 4_000, 3, 0),
                    new Answers(START + 5_000, 3, 0),
                    new Answers(START + 6_000, 4, 1)));

    private static Timeline timeline(long end, List<Stretch> stretches, List<Moment> moments) {
        return new Timeline(START, end, stretches, moments, List.of(), List.of());
    }

    private static Timeline running() {
        return timeline(0, List.of(new Stretch("PLAN", START, START + 1_000, false),
                new Stretch("READY", START + 1_000, 0, false)), List.of());
    }

    /** Many short phases at the end, and the traffic going to and fro within a second. */
    private static Timeline crowded() {
        List<Stretch> stretches = new ArrayList<>();
        List<Moment> moments = new ArrayList<>();
        stretches.add(new Stretch("READY", START, START + 900_000, false));
        for (int i = 0; i < 40; i++) {
            stretches.add(new Stretch("HEALTH", START + 900_000 + i, START + 900_001 + i, i % 2 == 0));
            moments.add(new Moment(START + 899_000 + i, Moment.Kind.values()[i % 2], i % 2 == 0 ? "green" : "blue"));
        }
        return timeline(START + 900_040, stretches, moments);
    }

    private static Timeline three() {
        return new Timeline(START, 0, List.of(), List.of(), List.of(
                new Readiness(START, "", 10_000, 10_000),
                new Readiness(START, "blue", 0, 0),
                new Readiness(START + 60_000, "green", 0, 10_000)), List.of(new Answers(START - 500, 100_000, 99_999)));
    }

    static Stream<Timeline> timelines() {
        return Stream.of(ROLLED_BACK, running(), crowded(), three(), timeline(START, List.of(), List.of()));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    private static Document drawn(Timeline timeline, Locale language) throws Exception {
        return parsed(TimelineSvg.svg(timeline, "r1", START + 120_000, language));
    }

    private static List<Element> elements(Document svg, String name, String style) {
        List<Element> found = new ArrayList<>();
        NodeList all = svg.getElementsByTagName(name);
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (List.of(element.getAttribute("class").split(" ")).contains(style) || style.isEmpty()) {
                found.add(element);
            }
        }
        return found;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static double left(Element text) {
        double width = Svg.width(text.getTextContent());
        return switch (text.getAttribute("text-anchor")) {
            case "end" -> number(text, "x") - width;
            case "middle" -> number(text, "x") - width / 2;
            default -> number(text, "x");
        };
    }

    @Test
    @DisplayName("has each phase where its time is, one after the other; the last one ends at the right edge")
    void phases() throws Exception {
        List<Element> phases = elements(drawn(ROLLED_BACK, Locale.ENGLISH), "rect", "phase");
        assertEquals(7, phases.size());
        double second = (TimeScale.RIGHT - TimeScale.LEFT) / 10.0;
        assertEquals(TimeScale.LEFT, number(phases.get(0), "x"), 0.1);
        assertEquals(TimeScale.LEFT + second, number(phases.get(3), "x"), 2);
        assertEquals(TimeScale.LEFT + 7 * second, number(phases.get(6), "x"), 0.1);
        assertEquals(TimeScale.RIGHT - 1, number(phases.get(6), "x") + number(phases.get(6), "width"), 0.1);
        assertEquals(List.of("phase monitor failed"), phases.stream()
                .map(phase -> phase.getAttribute("class"))
                .filter(style -> style.contains("failed"))
                .toList());
    }

    @Test
    @DisplayName("ends now while the release goes on")
    void open() throws Exception {
        Element ready = elements(drawn(running(), Locale.ENGLISH), "rect", "open").get(0);
        assertEquals(TimeScale.RIGHT - 1, number(ready, "x") + number(ready, "width"), 0.1);
        assertEquals(TimeScale.LEFT + (TimeScale.RIGHT - TimeScale.LEFT) / 120.0, number(ready, "x"), 0.1);
    }

    @ParameterizedTest
    @MethodSource("timelines")
    @DisplayName("is well-formed, lies within its box, and no phase or text lies on another one, in both languages")
    void box(Timeline timeline) throws Exception {
        for (Locale language : List.of(Locale.ENGLISH, Locale.KOREAN)) {
            Document svg = drawn(timeline, language);
            String[] box = svg.getDocumentElement().getAttribute("viewBox").split(" ");
            double width = Double.parseDouble(box[2]);
            double height = Double.parseDouble(box[3]);
            double free = TimeScale.LEFT;
            List<Element> phases = elements(svg, "rect", "phase");
            boolean many = phases.size() > 10;
            for (Element phase : phases) {
                assertTrue(many || number(phase, "x") >= free - 0.11, phase.getAttribute("x") + " < " + free);
                free = number(phase, "x") + number(phase, "width");
                assertTrue(free <= TimeScale.RIGHT + 0.11, "" + free);
            }
            List<double[]> texts = new ArrayList<>();
            for (Element text : elements(svg, "text", "")) {
                double left = left(text);
                double right = left + Svg.width(text.getTextContent());
                double y = number(text, "y");
                assertTrue(left >= 0 && right <= width, text.getTextContent() + " at " + left + " to " + right);
                assertTrue(y - TALL >= -1 && y <= height, text.getTextContent() + " at " + y);
                for (double[] other : texts) {
                    boolean apart = right <= other[0] || left >= other[1] || Math.abs(y - other[2]) >= TALL;
                    assertTrue(apart, text.getTextContent() + " lies on another text, at " + left + ", " + y);
                }
                texts.add(new double[] {left, right, y});
            }
        }
    }

    @Test
    @DisplayName("says in words what it shows, in the language of the page")
    void words() throws Exception {
        Document english = drawn(ROLLED_BACK, Locale.ENGLISH);
        Element svg = english.getDocumentElement();
        assertEquals("img", svg.getAttribute("role"));
        assertEquals("r1-t", svg.getAttribute("aria-labelledby"));
        assertEquals("r1-d", svg.getAttribute("aria-describedby"));
        assertEquals("Timeline of the release", svg.getElementsByTagName("title").item(0).getTextContent());
        assertEquals(
                "PLAN: 0.1 s. LOCK: 1 ms. APPLY: 0.8 s. READY: 3.0 s. SWITCH: 20 ms. MONITOR: failed after 2.9 s."
                        + " ROLLBACK: 3.0 s. Traffic to green after 4.0 s. Traffic back to blue after 7.3 s."
                        + " blue: 2 of 2 Pods ready. green: 0 of 2 Pods ready. 1 of 10 probes failed.",
                svg.getElementsByTagName("desc").item(0).getTextContent());
        String korean = drawn(ROLLED_BACK, Locale.KOREAN)
                .getElementsByTagName("desc")
                .item(0)
                .getTextContent();
        assertTrue(korean.contains("준비: 3.0초.") && korean.contains("blue(으)로 트래픽 복귀"), korean);
    }

    @Test
    @DisplayName("shows ready Pods as steps of what was seen, and marks failed probes by a shape too")
    void measured() throws Exception {
        Document svg = drawn(ROLLED_BACK, Locale.ENGLISH);
        String green = elements(svg, "path", "green").get(0).getAttribute("d");
        assertTrue(green.matches("M[0-9.]+ [0-9.]+(H[0-9.]+V[0-9.]+){3}H" + TimeScale.RIGHT + "[.]0"), green);
        assertEquals(
                List.of("blue 2/2", "green 0/2"),
                elements(svg, "text", "pods-label").stream().map(Element::getTextContent).toList());
        assertEquals(3, elements(svg, "rect", "answers").size() - elements(svg, "rect", "failed").stream()
                .filter(bar -> bar.getAttribute("class").startsWith("answers"))
                .count());
        assertEquals(1, elements(svg, "path", "failed").size());
    }

    @Test
    @DisplayName("holds parts of others on the same axis; what was not looked at after the end is not shown")
    void more() throws Exception {
        String drawn = TimelineSvg.of(ROLLED_BACK, "r1", START, Locale.ENGLISH)
                .between(START - 10_000, START + 30_000)
                .titled("with more")
                .with(new TimelineBand() {
                    @Override
                    public int height() {
                        return 100;
                    }

                    @Override
                    public void draw(Svg svg, TimeScale scale, int top) {
                        svg.add("<rect class='more' x='%.1f' y='%d' width='1' height='100'/>", scale.x(START), top);
                    }

                    @Override
                    public String inWords() {
                        return "More.";
                    }
                })
                .draw();
        Document svg = parsed(drawn);
        double middle = (TimeScale.LEFT + TimeScale.RIGHT) / 2.0;
        double quarter = (TimeScale.LEFT + middle) / 2.0;
        Element more = elements(svg, "rect", "more").get(0);
        assertEquals(quarter, number(more, "x"), 0.1);
        assertEquals(quarter, number(elements(svg, "rect", "phase").get(0), "x"), 0.1);
        assertTrue(elements(svg, "path", "green").get(0).getAttribute("d").endsWith(String.format(Locale.ROOT, "H%.1f", middle)));
        String[] box = svg.getDocumentElement().getAttribute("viewBox").split(" ");
        assertTrue(number(more, "y") + 100 < Double.parseDouble(box[3]));
        assertTrue(drawn.contains("<title id='r1-t'>with more</title>") && drawn.contains("failed. More.</desc>"), drawn);
    }

    @Test
    @DisplayName("escapes every text, and makes no class of a name that is none")
    void escaped() throws Exception {
        String evil = "'/><script>alert(1)</script>&\u0000";
        Timeline timeline = new Timeline(
                START,
                0,
                List.of(new Stretch(evil, START, 0, false)),
                List.of(new Moment(START, Moment.Kind.BACK, evil)),
                List.of(new Readiness(START, evil, 1, 1)),
                List.of());
        String svg = TimelineSvg.svg(timeline, evil, START + 9_000, Locale.ENGLISH);
        parsed(svg);
        assertFalse(svg.contains("<script"), svg);
        assertTrue(svg.contains("class='phase other open'") && svg.contains("class='pods other'"), svg);
    }

    @Test
    @DisplayName("has its classes in the style sheet, and no colours or scripts of its own")
    void styles() throws Exception {
        String css = Files.readString(Path.of("src/main/resources/io/jenkins/plugins/bluegreen/timeline/timeline.css"));
        String svg = TimelineSvg.svg(ROLLED_BACK, "r1", START, Locale.ENGLISH);
        assertFalse(svg.contains("style=") || svg.contains("fill=") || svg.contains("stroke="), svg);
        for (String style : List.of("tick", "band", "grid", "phase", "cross", "moment", "pods", "answers")) {
            assertTrue(css.contains("." + style) && Pattern.compile("class='" + style + "\\b").matcher(svg).find(), style);
        }
        assertFalse(css.contains("#") || css.contains("rgb("), "colours are core's variables");
    }

    @Test
    @DisplayName("has an axis of round times: at most about ten, in minutes after two of them")
    void axis() throws Exception {
        for (long seconds : new long[] {1, 9, 10, 61, 600, 7_200, 100_000, 10_000_000}) {
            TimeScale scale = new TimeScale(START, START + seconds * 1_000, START);
            int ticks = scale.ticks().size();
            assertTrue(ticks >= 2 && ticks <= 11, seconds + ": " + ticks);
            assertEquals(START, scale.ticks().get(0));
        }
        TimelineTexts texts = new TimelineTexts(Locale.ENGLISH, START);
        assertEquals(
                List.of("-1 s", "0 s", "120 s", "10:05", "2:00:07", "-10:05"),
                Stream.of(-1, 0, 120, 605, 7_207, -605)
                        .map(second -> texts.tick(START + second * 1_000L))
                        .toList());
    }
}
