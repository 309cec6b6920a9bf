package io.jenkins.plugins.bluegreen.demo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

@DisplayName("The demo's report")
class ReportTest {
    private static final long START = 1_800_000_000_000L;

    private final ScenarioReport rolledBack = new ScenarioReport(
            "crash <after> the switch",
            "backend",
            "registry.example.com/shop/backend:2.0.5",
            Outcome.ROLLED_BACK,
            Outcome.ROLLED_BACK,
            "Pod backend-blue-1 ended & was restarted.",
            new Timeline(
                    START,
                    START + 8_000,
                    List.of(
                            new Stretch("READY", START, START + 3_000, false),
                            new Stretch("SWITCH", START + 3_000, START + 3_020, false),
                            new Stretch("MONITOR", START + 3_020, START + 5_000, true),
                            new Stretch("ROLLBACK", START + 5_000, START + 8_000, false)),
                    List.of(
                            new Moment(START + 3_010, Moment.Kind.SWITCHED, "blue"),
                            new Moment(START + 5_200, Moment.Kind.BACK, "green")),
                    List.of(),
                    List.of()),
            List.of("[backend] 00:00.0 PLAN <begins>"),
            new LoadResult(requests()),
            27,
            0.2,
            List.of());

    @Test
    @DisplayName("for programs has the agreed fields, and null for what is not known")
    void json() throws Exception {
        ScenarioReport promoted = new ScenarioReport(
                "first release", "frontend", "i:1", Outcome.PROMOTED, Outcome.PROMOTED, "Well.",
                new Timeline(START, START + 1_000, null, null, null, null), List.of(), new LoadResult(List.of()), null, null, List.of());
        JsonNode json = new ObjectMapper().readTree(ReportJson.text(List.of(promoted, rolledBack)));
        List<String> names = new ArrayList<>();
        json.get(0).fieldNames().forEachRemaining(names::add);
        assertEquals(
                List.of("scenario", "application", "outcome", "requests", "lost", "reset_keepalive", "seconds",
                        "api_calls", "rollback_seconds"),
                names);
        assertTrue(json.get(0).get("rollback_seconds").isNull() && json.get(0).get("api_calls").isNull());
        assertEquals(0.2, json.get(1).get("rollback_seconds").asDouble());
        assertEquals(900, json.get(1).get("requests").asInt());
        assertEquals(20, json.get(1).get("lost").asInt());
    }

    @Test
    @DisplayName("for people loads nothing from elsewhere, and describes its pictures in words")
    void page() throws Exception {
        String page = new ReportPage(List.of(rolledBack), "a cluster", "<p>said</p>").html();
        assertTrue(page.contains("<p>said</p>"));
        assertFalse(page.contains("http://") || page.contains("https://") || page.contains("<script"), page);
        assertTrue(page.contains("prefers-color-scheme: dark") && page.contains(".release-timeline .pods.blue"));
        String svg = RequestsBand.svg(rolledBack, "r1");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertTrue(svg.contains("Traffic to blue after 3.0 s. Traffic back to green after 5.2 s. Requests"), svg);
        assertTrue(svg.contains("lost 20."), svg);
        assertTrue(svg.contains("crash &lt;after&gt; the switch"));
    }

    @Test
    @DisplayName("in the terminal is a table")
    void table() {
        List<String> lines = OutcomeTable.lines(List.of(rolledBack));
        assertEquals(3, lines.size());
        assertEquals("20", lines.get(2).split(" {2,}")[4]);
    }

    private static List<LoadRequest> requests() {
        List<LoadRequest> requests = new ArrayList<>();
        for (long at = -600; at < 8_400; at += 10) {
            boolean lost = at >= 5_000 && at < 5_200;
            boolean blue = at >= 3_010 && at < 5_000;
            requests.add(new LoadRequest(
                    START + at,
                    START + at,
                    2,
                    at % 20 == 0,
                    false,
                    lost ? 0 : 200,
                    lost ? "" : blue ? "2.0.5" : "2.0.2",
                    lost ? "" : blue ? "backend-blue-7-x" : "backend-green-7-y",
                    lost ? "connection reset" : null));
        }
        return requests;
    }
}
