package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.store.Records;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("The chart of a job's releases")
class ReleaseChartTest {
    private static final long NOW = 21_000;

    private static ReleaseRecord took(int build, Outcome outcome, long millis) {
        return Records.over("r" + build, outcome)
                .with("build", build)
                .with("endedAt", 1_000 + millis)
                .get();
    }

    private static List<Element> bars(List<ReleaseRecord> records, Locale locale) throws Exception {
        String svg = ReleaseChart.svg(records, NOW, locale);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        NodeList found = document.getElementsByTagName("rect");
        List<Element> bars = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            bars.add((Element) found.item(i));
        }
        return bars;
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    @Test
    @DisplayName("has a bar for each, the newest at the right, as high as its duration, on one line")
    void geometry() throws Exception {
        List<Element> bars = bars(
                List.of(
                        took(9, Outcome.PROMOTED, 5_000),
                        took(8, Outcome.ROLLED_BACK, 10_000),
                        took(7, Outcome.PROMOTED, 0)),
                Locale.ENGLISH);
        assertEquals(3, bars.size());
        int right = (ReleaseChart.MOST - 1) * ReleaseChart.STEP;
        assertEquals(right, number(bars.get(0), "x"));
        assertEquals(right - ReleaseChart.STEP, number(bars.get(1), "x"));
        assertEquals(ReleaseChart.HEIGHT / 2, number(bars.get(0), "height"));
        assertEquals(ReleaseChart.HEIGHT, number(bars.get(1), "height"));
        assertEquals(ReleaseChart.LOWEST, number(bars.get(2), "height"));
        for (Element bar : bars) {
            assertEquals(ReleaseChart.HEIGHT, number(bar, "y") + number(bar, "height"));
            assertEquals(ReleaseChart.STEP - ReleaseChart.GAP, number(bar, "width"));
        }
    }

    @Test
    @DisplayName("has the last 50, within the picture")
    void most() throws Exception {
        List<ReleaseRecord> many = new ArrayList<>();
        for (int i = 80; i > 0; i--) {
            many.add(took(i, Outcome.PROMOTED, i * 100));
        }
        List<Element> bars = bars(many, Locale.ENGLISH);
        assertEquals(ReleaseChart.MOST, bars.size());
        assertEquals(0, number(bars.get(49), "x"));
        assertTrue(bars.get(0).getTextContent().startsWith("#80 "));
    }

    @Test
    @DisplayName("tells each bar's build, application, outcome and duration, in both languages, and classes it")
    void titles() throws Exception {
        List<ReleaseRecord> records = List.of(
                Records.running("now").with("build", 10).get(),
                took(9, Outcome.ROLLED_BACK, 12_300),
                Records.over("<b>", Outcome.HELD).with("application", "a<b>&\"c").get());
        List<Element> english = bars(records, Locale.ENGLISH);
        assertEquals("#10 backend: running, 20.0 s", english.get(0).getTextContent());
        assertEquals("#9 backend: rolled back, 12.3 s", english.get(1).getTextContent());
        assertEquals("#7 a<b>&\"c: held, 12.3 s", english.get(2).getTextContent());
        assertEquals("blue-green-bar blue-green-running", english.get(0).getAttribute("class"));
        assertEquals("blue-green-bar blue-green-back", english.get(1).getAttribute("class"));
        assertEquals("#9 backend: 롤백됨, 12.3초", bars(records, Locale.KOREAN).get(1).getTextContent());
    }

    @Test
    @DisplayName("says what it shows to readers who don't see it, and is empty without releases")
    void described() throws Exception {
        String svg = ReleaseChart.svg(List.of(took(9, Outcome.PROMOTED, 5_000)), NOW, Locale.ENGLISH);
        assertTrue(svg.contains("role=\"img\""), svg);
        assertTrue(svg.contains("Number of releases: 1. A bar's height is a release's duration, at most 5.0 s."), svg);
        assertEquals(List.of(), bars(List.of(), Locale.ENGLISH));
    }
}
