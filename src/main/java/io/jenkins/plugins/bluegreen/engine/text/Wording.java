package io.jenkins.plugins.bluegreen.engine.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fits a text of the bundle to its arguments, before they are filled in. {@code {0} Pod(|s)} is a choice by the number
 * that stands before it: the first for 1, the second for any other. The full stop of {@code {0}.} is left out where the
 * argument ends a sentence by itself, so that texts of others may be joined to ours.
 */
final class Wording {
    private static final Pattern CHOICE = Pattern.compile("\\(([^()|{}]*)\\|([^()|{}]*)\\)");
    private static final Pattern ARGUMENT = Pattern.compile("\\{([0-9]+)}");
    private static final Pattern STOPPED = Pattern.compile("\\{([0-9]+)}\\.(?= |$)");
    /** A stop, which may stand within quotes or brackets; a colon leads on. */
    private static final Pattern ENDED = Pattern.compile("(?s).*[.!?:…。][\"'”’)\\]]*\\s*|\\s*");

    private Wording() {}

    /** The text, for {@code MessageFormat}. */
    static String fitted(String text, List<String> arguments) {
        return stops(choices(text, arguments), arguments);
    }

    private static String choices(String text, List<String> arguments) {
        if (text.indexOf('|') < 0) {
            return text;
        }
        StringBuilder fitted = new StringBuilder();
        Matcher choice = CHOICE.matcher(text);
        while (choice.find()) {
            String number = "";
            Matcher before = ARGUMENT.matcher(text).region(0, choice.start());
            while (before.find()) {
                String argument = argument(arguments, before.group(1));
                number = argument.matches("[0-9]+") ? argument : number;
            }
            choice.appendReplacement(fitted, Matcher.quoteReplacement(choice.group(number.equals("1") ? 1 : 2)));
        }
        return choice.appendTail(fitted).toString();
    }

    private static String stops(String text, List<String> arguments) {
        return STOPPED.matcher(text).replaceAll(found -> {
            boolean ended = ENDED.matcher(argument(arguments, found.group(1))).matches();
            return Matcher.quoteReplacement(ended ? "{" + found.group(1) + "}" : found.group());
        });
    }

    private static String argument(List<String> arguments, String index) {
        int i = Integer.parseInt(index);
        return i < arguments.size() ? arguments.get(i) : "";
    }
}
