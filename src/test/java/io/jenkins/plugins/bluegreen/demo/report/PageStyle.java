package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.timeline.TimelineSvg;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The CSS of the report page, for light and dark, with the timeline's own. */
final class PageStyle {
    private static final String CSS = """
            :root {
              color-scheme: light dark;
              --page: #f6f7f9; --panel: #ffffff; --ink: #1c2230; --soft: #566072; --line: #dde1e8;
              --blue: #2b64d8; --green: #14804a; --uncolored: #8791a3; --lost: #c8202c; --on-area: #ffffff;
              --cyan: #0b8a9c; --purple: #7b45c9; --orange: #c25a00; --red: #c8202c;
              --good: #14804a; --bad: #c8202c;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #12151c; --panel: #1a1f29; --ink: #e6e9ef; --soft: #9aa5b8; --line: #2e3644;
                --blue: #6ea2ff; --green: #4cc38a; --uncolored: #7d8798; --lost: #ff6b6b; --on-area: #0d1117;
                --cyan: #5cc8d8; --purple: #b48bff; --orange: #ffa24d; --red: #ff6b6b;
                --good: #4cc38a; --bad: #ff6b6b;
              }
            }
            :root { --text-color: var(--ink); --text-color-secondary: var(--soft); }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
            h1 { font-size: 28px; line-height: 1.2; margin: 0 0 6px; }
            h2 { font-size: 22px; margin: 44px 0 12px; }
            h3 { font-size: 17px; margin: 0; }
            p { margin: 0; }
            a { color: inherit; }
            .soft { color: var(--soft); }
            .numbers { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0; padding: 0; list-style: none; }
            .numbers li { flex: 1 1 150px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
              padding: 12px 16px; }
            .numbers b { display: block; font-size: 24px; line-height: 1.25; font-variant-numeric: tabular-nums; }
            .numbers span { color: var(--soft); font-size: 14px; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 14px; }
            th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
            th { color: var(--soft); font-weight: 600; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
            td.wide { white-space: normal; }
            article, .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
              padding: 16px 20px; margin: 0 0 16px; }
            article header { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; margin-bottom: 4px; }
            .badge { font-size: 13px; font-weight: 600; border: 1px solid currentColor; border-radius: 99px;
              padding: 0 10px; }
            .good { color: var(--good); } .bad { color: var(--bad); }
            .problem { color: var(--bad); font-weight: 600; }
            figure { margin: 14px 0 6px; }
            svg { display: block; font-family: system-ui, sans-serif; }
            .area { shape-rendering: crispEdges; }
            .area.blue, .key .blue { fill: var(--blue); } .area.green, .key .green { fill: var(--green); }
            .area.uncolored { fill: var(--uncolored); } .lost { fill: var(--lost); }
            .release-timeline .on-area { fill: var(--on-area); font-weight: 600; }
            .key { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; color: var(--soft); margin-top: 12px; }
            .key svg { display: inline-block; width: 14px; height: 12px; margin-right: 6px; vertical-align: -1px; }
            details { margin-top: 8px; font-size: 14px; }
            summary { cursor: pointer; color: var(--soft); }
            pre { overflow-x: auto; font: 12.5px/1.5 ui-monospace, monospace; margin: 8px 0 0; }
            """;

    private PageStyle() {}

    static String css() {
        try (InputStream timeline = TimelineSvg.class.getResourceAsStream("timeline.css")) {
            return CSS + new String(timeline.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
