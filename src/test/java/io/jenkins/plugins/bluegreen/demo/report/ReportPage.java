package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.page.Html;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The report as one self-contained HTML file. */
public final class ReportPage {
    private static final int MOST_LOSSES = 50;

    private final List<ScenarioReport> reports;
    private final String where;
    private final String conversation;
    private final StringBuilder html = new StringBuilder();

    /** @param conversation the releases' Discord messages as HTML */
    public ReportPage(List<ScenarioReport> reports, String where, String conversation) {
        this.reports = reports;
        this.where = where;
        this.conversation = conversation;
    }

    /** The page's HTML. */
    public String html() {
        html.setLength(0);
        add("<!doctype html><html lang='en'><head><meta charset='utf-8'>");
        add("<meta name='viewport' content='width=device-width, initial-scale=1'><link rel='icon' href='data:,'>");
        add("<title>Blue/Green Deploy: demo</title><style>%s%s</style></head><body><main>", PageStyle.css(), LocalDiscord.STYLE);
        top();
        table();
        String application = null;
        for (int i = 0; i < reports.size(); i++) {
            ScenarioReport report = reports.get(i);
            if (!report.application().equals(application)) {
                application = report.application();
                add("<h2>%s</h2>", Html.escape(application));
            }
            scenario(report, "r" + (i + 1));
        }
        add("<h2 id='discord'>What the team reads in Discord</h2>%s", conversation);
        add("</main></body></html>");
        return html.toString();
    }

    private void top() {
        long good = reports.stream().filter(ScenarioReport::isAsExpected).count();
        int requests = reports.stream().mapToInt(report -> report.traffic().requests()).sum();
        int lost = reports.stream().mapToInt(report -> report.traffic().lost()).sum();
        double slowest = reports.stream()
                .map(ScenarioReport::rollbackSeconds)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        add("<h1>Blue/green releases under traffic</h1>");
        add(
                "<p class='soft'>%s · %s</p>",
                Html.escape(where),
                ZonedDateTime.now().format(DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z", Locale.ENGLISH)));
        add("<ul class='numbers'>");
        number(good + " of " + reports.size(), "as expected", good == reports.size() ? "good" : "bad");
        number(String.format(Locale.ROOT, "%,d", requests), "requests", "");
        number(
                String.format(Locale.ROOT, "%,d", lost),
                lost == 0 ? "lost" : good == reports.size() ? "lost, all in the outage of a version that crashed" : "lost",
                "");
        number(duration(slowest), "slowest way back", "");
        add("</ul>");
    }

    /** As the pages and messages of a release have it. */
    private static String duration(double seconds) {
        return Sentence.seconds(Math.round(seconds * 1000)).in(Locale.ENGLISH);
    }

    private void number(String value, String what, String style) {
        add("<li><b class='%s'>%s</b><span>%s</span></li>", style, value, what);
    }

    private void table() {
        add("<div class='panel'><div class='scroll'><table><thead><tr><th>Application</th><th>Scenario</th><th>Outcome</th>");
        for (String heading : List.of("Requests", "Lost", "Keep-alive resets", "Seconds", "API calls", "Back after")) {
            add("<th class='number'>%s</th>", heading);
        }
        add("</tr></thead><tbody>");
        for (int i = 0; i < reports.size(); i++) {
            ScenarioReport report = reports.get(i);
            add(
                    "<tr><td>%s</td><td><a href='#r%d'>%s</a></td><td class='%s'>%s</td>",
                    Html.escape(report.application()),
                    i + 1,
                    Html.escape(report.scenario()),
                    report.isAsExpected() ? "" : "problem",
                    outcome(report));
            cell("%,d", report.traffic().requests());
            cell("%,d", report.traffic().lost());
            cell("%,d", report.traffic().resetKeepalive());
            cell("%.1f", report.seconds());
            cell("%d", report.apiCalls());
            cell("%s", report.rollbackSeconds() == null ? null : duration(report.rollbackSeconds()));
            add("</tr>");
        }
        add("</tbody></table></div><p class='key'>");
        for (String style : List.of("blue", "green", "lost")) {
            add(
                    "<span><svg viewBox='0 0 14 12' aria-hidden='true'><path class='%s' d='%s'/></svg>%s</span>",
                    style,
                    style.equals("lost") ? "M7 11 l-6 -10 h12 z" : "M0 0h14v12h-14z",
                    style.equals("lost") ? "lost: not answered 2xx" : "answered by " + style);
        }
        add("<span>Time counts from the release's begin.</span></p></div>");
    }

    private void cell(String format, Object value) {
        add("<td class='number'>%s</td>", value == null ? "–" : String.format(Locale.ROOT, format, value));
    }

    private void scenario(ScenarioReport report, String id) {
        add("<article id='%s'><header><h3>%s</h3>", id, Html.escape(report.scenario()));
        add("<span class='badge %s'>%s</span>", report.isAsExpected() ? "good" : "bad", outcome(report));
        add("<span class='soft'>%s</span></header>", Html.escape(report.image()));
        add("<p>%s</p>", Html.escape(report.message().lines().findFirst().orElse("")));
        report.problems().forEach(problem -> add("<p class='problem'>Not as it must be: %s</p>", Html.escape(problem)));
        add("<figure class='release-timeline-box'>%s</figure>", RequestsBand.svg(report, id));
        phases(report);
        losses(report);
        add("<details><summary>Console</summary><pre>");
        report.log().forEach(line -> add("%s", Html.escape(line)));
        add("</pre></details></article>");
    }

    private void phases(ScenarioReport report) {
        add("<details><summary>Phases</summary><div class='scroll'><table><thead><tr><th>Phase</th>");
        add("<th class='number'>Began at</th><th class='number'>Took</th></tr></thead><tbody>");
        for (Stretch stretch : report.timeline().stretches()) {
            add("<tr><td>%s</td>", stretch.phase());
            cell("%.2f s", (stretch.from() - report.timeline().startedAt()) / 1000.0);
            cell("%.2f s", (stretch.to() - stretch.from()) / 1000.0);
            add("</tr>");
        }
        add("</tbody></table></div></details>");
    }

    private void losses(ScenarioReport report) {
        List<LoadRequest> losses = report.traffic().losses();
        if (losses.isEmpty()) {
            return;
        }
        add("<details><summary>Lost requests%s</summary>", losses.size() > MOST_LOSSES ? ", the first " + MOST_LOSSES : "");
        add("<div class='scroll'><table><thead><tr><th class='number'>At</th><th>Connection</th><th>Why</th></tr></thead><tbody>");
        for (LoadRequest lost : losses.subList(0, Math.min(MOST_LOSSES, losses.size()))) {
            add("<tr>");
            cell("%.2f s", (lost.sentMillis() - report.timeline().startedAt()) / 1000.0);
            add("<td>%s</td>", lost.keepAlive() ? "kept alive" : "new");
            add("<td class='wide'>%s</td></tr>", Html.escape(lost.loss()));
        }
        add("</tbody></table></div></details>");
    }

    private static String outcome(ScenarioReport report) {
        return report.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void add(String format, Object... arguments) {
        html.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
