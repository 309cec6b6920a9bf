package io.jenkins.plugins.bluegreen.demo.report;

/** The CSS of the report page, for light and dark. */
final class PageStyle {
    static final String CSS = """
            :root {
              color-scheme: light dark;
              --page: #f6f7f9; --panel: #ffffff; --ink: #1c2230; --soft: #566072; --line: #dde1e8;
              --blue: #2b64d8; --green: #14804a; --uncolored: #8791a3; --lost: #c8202c; --on-area: #ffffff;
              --phase: #e4e8ef; --phase-ink: #333c4c; --monitor: #cfe6ea; --switch: #e3d5f7; --rollback: #fbd5d3;
              --good: #14804a; --bad: #c8202c;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #12151c; --panel: #1a1f29; --ink: #e6e9ef; --soft: #9aa5b8; --line: #2e3644;
                --blue: #6ea2ff; --green: #4cc38a; --uncolored: #7d8798; --lost: #ff6b6b; --on-area: #0d1117;
                --phase: #2b3342; --phase-ink: #cfd6e3; --monitor: #1f4249; --switch: #43306a; --rollback: #6b2730;
                --good: #4cc38a; --bad: #ff6b6b;
              }
            }
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
            figure { margin: 14px 0 6px; overflow-x: auto; }
            svg { display: block; width: 100%; min-width: 640px; height: auto; font: 12px system-ui, sans-serif; }
            .grid { stroke: var(--line); } .tick { fill: var(--soft); }
            .phase { fill: var(--phase); } .phase.monitor { fill: var(--monitor); }
            .phase.switch { fill: var(--switch); } .phase.rollback { fill: var(--rollback); }
            .on-phase { fill: var(--phase-ink); font-size: 11px; }
            .area { shape-rendering: crispEdges; }
            .blue { fill: var(--blue); } .green { fill: var(--green); } .uncolored { fill: var(--uncolored); }
            .lost { fill: var(--lost); }
            .on-area { fill: var(--on-area); font-weight: 600; }
            .moment { stroke: var(--ink); stroke-dasharray: 3 3; } .moment-label { fill: var(--ink); }
            .key { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; color: var(--soft); margin-top: 12px; }
            .key svg { display: inline-block; width: 14px; min-width: 0; height: 12px; margin-right: 6px; vertical-align: -1px; }
            details { margin-top: 8px; font-size: 14px; }
            summary { cursor: pointer; color: var(--soft); }
            pre { overflow-x: auto; font: 12.5px/1.5 ui-monospace, monospace; margin: 8px 0 0; }
            """;

    private PageStyle() {}
}
