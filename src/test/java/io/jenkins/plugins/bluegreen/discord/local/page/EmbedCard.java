package io.jenkins.plugins.bluegreen.discord.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;

/** Renders an embed as HTML. Its mentions ping nobody and its URLs are no links. */
final class EmbedCard {
    private static final Markup MARKUP = new Markup(Set.of());

    private final JsonNode embed;
    private final StringBuilder html = new StringBuilder();

    EmbedCard(JsonNode embed) {
        this.embed = embed;
    }

    String html() {
        html.setLength(0);
        JsonNode color = embed.path("color");
        html.append("<div class='dc-embed'");
        if (color.isInt()) {
            html.append(String.format(Locale.ROOT, " style='border-left-color:#%06x'", color.asInt() & 0xFFFFFF));
        }
        html.append('>');
        if (embed.has("author")) {
            part("p", "dc-author", Html.escape(embed.path("author").path("name").asText()));
        }
        if (embed.has("title")) {
            part("p", embed.has("url") ? "dc-title dc-link" : "dc-title", MARKUP.html(embed.path("title").asText()));
        }
        if (embed.has("description")) {
            part("div", "dc-text", MARKUP.html(embed.path("description").asText()));
        }
        fields(embed.path("fields"));
        if (embed.has("image") || embed.has("thumbnail")) {
            part("p", "dc-image", "image");
        }
        footer();
        return html.append("</div>").toString();
    }

    /** Renders up to three inline fields in a row, as Discord does: a row of two halves it. */
    private void fields(JsonNode fields) {
        if (fields.isEmpty()) {
            return;
        }
        html.append("<dl class='dc-fields'>");
        int i = 0;
        while (i < fields.size()) {
            int row = 0;
            while (row < 3 && fields.path(i + row).path("inline").asBoolean()) {
                row++;
            }
            String width = row == 3 ? "dc-field dc-third" : row == 2 ? "dc-field dc-half" : "dc-field";
            for (int end = i + Math.max(1, row); i < end; i++) {
                html.append("<div class='").append(width).append("'>");
                html.append("<dt>").append(MARKUP.html(fields.get(i).path("name").asText())).append("</dt>");
                html.append("<dd>").append(MARKUP.html(fields.get(i).path("value").asText())).append("</dd></div>");
            }
        }
        html.append("</dl>");
    }

    private void footer() {
        String text = Html.escape(embed.path("footer").path("text").asText(""));
        String time = time(embed.path("timestamp").asText(""));
        if (!text.isEmpty() || !time.isEmpty()) {
            part("p", "dc-footer", text + (text.isEmpty() || time.isEmpty() ? "" : " • ") + time);
        }
    }

    private void part(String tag, String style, String inner) {
        html.append('<').append(tag).append(" class='").append(style).append("'>").append(inner);
        html.append("</").append(tag).append('>');
    }

    private static String time(String timestamp) {
        try {
            return timestamp.isEmpty() ? "" : Markup.clock(OffsetDateTime.parse(timestamp).toInstant());
        } catch (DateTimeException e) {
            return Html.escape(timestamp);
        }
    }
}
