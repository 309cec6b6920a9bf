package io.jenkins.plugins.bluegreen.discord.local.page;

/** The CSS of the channels' HTML, for light and dark. */
public final class ConversationStyle {
    /** The CSS, needed once in a page; every class begins with {@code dc-}. */
    public static final String CSS = """
            .dc-chat {
              --dc-page: #ffffff; --dc-panel: #f2f3f5; --dc-ink: #2e3338; --dc-strong: #060607; --dc-soft: #5c5e66;
              --dc-line: #e1e2e4; --dc-code: #e3e5e8; --dc-ping: #fef5e3; --dc-ping-ink: #7a4d00; --dc-link: #0061c9;
              --dc-bar: #c4c9ce;
            }
            @media (prefers-color-scheme: dark) {
              .dc-chat {
                --dc-page: #313338; --dc-panel: #2b2d31; --dc-ink: #dbdee1; --dc-strong: #f2f3f5; --dc-soft: #a3a6ad;
                --dc-line: #3f4147; --dc-code: #1e1f22; --dc-ping: #443f37; --dc-ping-ink: #f7d98c; --dc-link: #4cb2ff;
                --dc-bar: #1e1f22;
              }
            }
            .dc-chat { background: var(--dc-page); color: var(--dc-ink); border: 1px solid var(--dc-line); border-radius: 10px;
              margin: 0 0 16px; padding-bottom: 12px; font: 15px/1.4 "gg sans", "Noto Sans", "Noto Sans KR", system-ui, sans-serif;
              overflow-wrap: anywhere; }
            .dc-chat *, .dc-chat *::before { box-sizing: border-box; }
            .dc-channel { margin: 0; padding: 10px 16px; border-bottom: 1px solid var(--dc-line); font-size: 15px; font-weight: 600;
              color: var(--dc-strong); }
            .dc-hash { color: var(--dc-soft); font-weight: 400; margin-right: 6px; }
            .dc-none { padding: 12px 16px 0; color: var(--dc-soft); }
            .dc-thread { margin: 12px 16px 0 35px; border-left: 2px solid var(--dc-line); }
            .dc-thread-name { margin: 0; padding: 2px 0 0 14px; font-size: 14px; font-weight: 600; color: var(--dc-strong); }
            .dc-message { display: flex; gap: 14px; padding: 12px 16px 0; }
            .dc-pings { background: var(--dc-ping); box-shadow: inset 2px 0 0 #f0b232; margin-top: 12px; padding: 6px 16px 8px; }
            .dc-avatar { flex: none; width: 38px; height: 38px; border-radius: 50%; background: #5865f2; color: #ffffff;
              font-weight: 600; line-height: 38px; text-align: center; }
            .dc-main { flex: 1; min-width: 0; }
            .dc-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; }
            .dc-name { color: var(--dc-strong); font-weight: 600; }
            .dc-app { background: #5865f2; color: #ffffff; border-radius: 4px; padding: 0 5px; font-size: 10.5px; font-weight: 600;
              line-height: 16px; align-self: center; }
            .dc-when { color: var(--dc-soft); font-size: 12px; font-variant-numeric: tabular-nums; }
            .dc-text { white-space: pre-wrap; }
            .dc-ping { background: #f0b23240; color: var(--dc-ping-ink); border-radius: 3px; padding: 0 3px; font-weight: 600; }
            .dc-embed { position: relative; display: grid; gap: 8px; max-width: 560px; margin-top: 6px; padding: 10px 14px 12px 16px;
              background: var(--dc-panel); border-left: 4px solid var(--dc-bar); border-radius: 4px; font-size: 14px; }
            .dc-embed p, .dc-embed dl, .dc-embed dd { margin: 0; }
            .dc-author { font-size: 13px; font-weight: 600; color: var(--dc-strong); }
            .dc-title { font-weight: 600; font-size: 15px; color: var(--dc-strong); }
            .dc-link { color: var(--dc-link); text-decoration: underline; text-underline-offset: 2px; }
            .dc-fields { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 8px 12px; }
            .dc-field { grid-column: 1 / -1; }
            .dc-third { grid-column: span 2; }
            .dc-half { grid-column: span 3; }
            .dc-field dt { font-weight: 600; font-size: 13px; color: var(--dc-strong); }
            .dc-field dd { white-space: pre-wrap; }
            .dc-image { color: var(--dc-soft); border: 1px dashed var(--dc-soft); border-radius: 4px; padding: 10px; }
            .dc-footer { color: var(--dc-soft); font-size: 12px; }
            .dc-chat code, .dc-time { background: var(--dc-code); border-radius: 4px; padding: 0 4px; }
            .dc-chat code { font: 12.5px/1.4 ui-monospace, "Noto Sans Mono", monospace; }
            .dc-chat pre { background: var(--dc-code); border: 1px solid var(--dc-line); border-radius: 4px; margin: 4px 0;
              padding: 7px 9px; overflow-x: auto; white-space: pre-wrap; font: 12.5px/1.45 ui-monospace, "Noto Sans Mono", monospace; }
            .dc-quote { display: block; border-left: 4px solid var(--dc-line); padding-left: 10px; }
            .dc-subtext { display: block; color: var(--dc-soft); font-size: 12.5px; }
            .dc-heading { display: block; font-size: 18px; font-weight: 700; color: var(--dc-strong); }
            .dc-files { display: flex; flex-wrap: wrap; gap: 8px; margin: 6px 0 0; padding: 0; list-style: none; }
            .dc-file { background: var(--dc-panel); border: 1px solid var(--dc-line); border-radius: 8px; padding: 6px 12px;
              font-size: 14px; }
            .dc-deleted .dc-avatar, .dc-deleted .dc-text, .dc-deleted .dc-embed, .dc-deleted .dc-files { opacity: .7; }
            .dc-deleted .dc-text, .dc-deleted .dc-embed { text-decoration: line-through; text-decoration-thickness: 1px; }
            @media (max-width: 520px) { .dc-third, .dc-half { grid-column: 1 / -1; } }
            """;

    private ConversationStyle() {}
}
