package io.jenkins.plugins.bluegreen.discord.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Shortens the texts of a message's embeds to {@link Limits#EMBED_TEXTS} together. The longest texts are cut to one
 * common length, the greatest for which the sum fits. A remainder is given to titles and names first, one code point
 * each.
 */
final class EmbedBudget {
    /** Lengths of descriptions and field values. */
    private final List<Integer> bodies = new ArrayList<>();

    /** Lengths of all others. */
    private final List<Integer> names = new ArrayList<>();

    private int longest;
    private int spareForNames;
    private int spareForBodies;

    private EmbedBudget() {}

    private void divide() {
        longest = longest();
        int spare = Limits.EMBED_TEXTS - sum(longest);
        spareForNames = Math.min(spare, longer(names));
        spareForBodies = Math.min(spare - spareForNames, longer(bodies));
    }

    /** The embeds, with shorter texts if they did not fit. */
    static List<DiscordEmbed> fit(List<DiscordEmbed> embeds) {
        EmbedBudget budget = new EmbedBudget();
        List<DiscordEmbed> counted =
                embeds.stream().map(embed -> embed.withTexts(budget::count)).toList();
        budget.divide();
        return counted.stream().map(embed -> embed.withTexts(budget::shorten)).toList();
    }

    private String count(String text, boolean body) {
        (body ? bodies : names).add(Text.length(text));
        return text;
    }

    private int longest() {
        int fits = 0;
        int tooLong = Limits.DESCRIPTION + 1;
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) / 2;
            if (sum(middle) <= Limits.EMBED_TEXTS) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return fits;
    }

    private int sum(int most) {
        return sum(bodies, most) + sum(names, most);
    }

    private static int sum(List<Integer> lengths, int most) {
        return lengths.stream().mapToInt(length -> Math.min(length, most)).sum();
    }

    private int longer(List<Integer> lengths) {
        return (int) lengths.stream().filter(length -> length > longest).count();
    }

    private String shorten(String text, boolean body) {
        if (Text.length(text) <= longest) {
            return text;
        }
        if (body) {
            return Shortening.markdown(text, longest + (spareForBodies-- > 0 ? 1 : 0));
        }
        return Shortening.plain(text, longest + (spareForNames-- > 0 ? 1 : 0));
    }
}
