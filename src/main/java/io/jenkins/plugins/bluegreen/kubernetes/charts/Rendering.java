package io.jenkins.plugins.bluegreen.kubernetes.charts;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The manifests that a chart or an overlay was rendered to.
 *
 * @param texts by the names that error messages use: those of the templates, where the program tells them
 * @param remarks what the program warned of, and what is left out
 */
public record Rendering(TreeMap<String, String> texts, List<Sentence> remarks) {
    /** So long a program may take, in seconds. */
    public static final int SECONDS = 120;

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int MOST_OUTPUT = 4 * MEBIBYTE;
    private static final int MOST_ERRORS = 64 * 1024;
    /** What a shell in a container says by its exit code. */
    private static final int NO_SUCH_PROGRAM = 127;

    /**
     * Renders.
     *
     * @throws ReleaseException if no program is there, or it fails, takes too long, or prints too much or nothing
     */
    public static Rendering of(ChartSource chart, String namespace, Capabilities cluster, Programs programs)
            throws IOException, InterruptedException {
        return of(chart, namespace, cluster, programs, SECONDS);
    }

    static Rendering of(ChartSource chart, String namespace, Capabilities cluster, Programs programs, int seconds)
            throws IOException, InterruptedException {
        List<List<String>> commands = chart.commands(namespace, cluster);
        String why = "";
        for (List<String> command : commands) {
            BoundedText out = new BoundedText(MOST_OUTPUT);
            BoundedText errors = new BoundedText(MOST_ERRORS);
            try {
                OptionalInt code = programs.run(command, seconds, out, errors);
                if (code.isEmpty() || code.getAsInt() != NO_SUCH_PROGRAM) {
                    return read(chart, code, seconds, out, errors);
                }
                why = said(errors);
            } catch (Programs.NotThere e) {
                why = e.getMessage();
            }
        }
        String names = commands.stream().map(command -> command.get(0)).collect(Collectors.joining(", "));
        throw new ReleaseException(Sentence.of("charts.noProgram", chart.title(), names, why));
    }

    private static Rendering read(
            ChartSource chart, OptionalInt code, int seconds, BoundedText out, BoundedText errors) {
        if (code.isEmpty()) {
            throw new ReleaseException(Sentence.of("charts.tooLong", chart.title(), seconds, said(errors)));
        }
        if (code.getAsInt() != 0) {
            throw new ReleaseException(Sentence.of("charts.failed", chart.title(), code.getAsInt(), said(errors)));
        }
        if (out.dropped() > 0) {
            throw new ReleaseException(Sentence.of("charts.tooLarge", chart.title(), MOST_OUTPUT / MEBIBYTE));
        }
        List<Sentence> remarks = new ArrayList<>();
        if (!errors.text().isBlank()) {
            remarks.add(Sentence.of("charts.said", chart.title(), said(errors)));
        }
        RenderedText rendered = RenderedText.of(chart.title(), out.text());
        if (!rendered.hooks().isEmpty()) {
            remarks.add(Sentence.of("charts.hooks", String.join(", ", rendered.hooks())));
        }
        if (rendered.texts().isEmpty()) {
            throw new ReleaseException(Sentence.of("charts.empty", chart.title()));
        }
        return new Rendering(rendered.texts(), remarks);
    }

    /** In full, up to the limit. */
    private static String said(BoundedText errors) {
        String text = errors.text().strip();
        return errors.dropped() > 0 ? text + "\n… (" + errors.dropped() + ")" : text;
    }
}
