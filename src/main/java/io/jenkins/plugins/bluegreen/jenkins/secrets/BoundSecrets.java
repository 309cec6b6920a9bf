package io.jenkins.plugins.bluegreen.jenkins.secrets;

import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the values that a release was given from credentials of its build: the variables that the build declares as
 * sensitive, and what the build's console masks in the texts of the release.
 */
public final class BoundSecrets {
    private static final Logger LOGGER = Logger.getLogger(BoundSecrets.class.getName());
    private static final String MASK = "****";
    /** As Jenkins writes a {@code ConsoleNote}, for example before each line of {@code timestamps}. */
    private static final Pattern NOTE = Pattern.compile("\u001B\\[8mha:.*?\u001B\\[0m");

    /** The masking of the build's console, as of {@code withCredentials}. */
    @FunctionalInterface
    public interface Console {
        /** A stream that masks what is written to {@code out}; {@code out} itself if nothing is masked. */
        OutputStream masking(OutputStream out) throws IOException, InterruptedException;
    }

    private final Set<String> secrets = new TreeSet<>();
    private final Set<String> files = new TreeSet<>();
    private final Console console;
    private final Charset charset;

    /**
     * The values of the sensitive variables.
     *
     * @param charset of the console
     */
    public BoundSecrets(
            Collection<String> sensitive, Map<String, String> environment, Console console, Charset charset) {
        sensitive.stream().map(environment::get).filter(Objects::nonNull).forEach(secrets::add);
        secrets.stream().filter(SecretFiles::isPath).forEach(files::add);
        this.console = console;
        this.charset = charset;
    }

    /** Masks nothing. */
    public static BoundSecrets none() {
        return new BoundSecrets(List.of(), Map.of(), out -> out, Charset.defaultCharset());
    }

    /** The paths of files that were bound, on the agent. */
    Set<String> files() {
        return Set.copyOf(files);
    }

    /** The texts of {@link #files} are secrets too. */
    void read(Collection<String> texts) {
        texts.forEach(text -> secrets.addAll(SecretFiles.values(text)));
    }

    /**
     * The mask of a release that is given these texts.
     *
     * @param others further values that no text may show
     */
    public SecretMask mask(Collection<String> texts, Collection<String> others)
            throws IOException, InterruptedException {
        List<String> lines = texts.stream()
                .filter(Objects::nonNull)
                .flatMap(String::lines)
                .distinct()
                .toList();
        List<String> shown = shown(lines);
        Set<String> found = new TreeSet<>(secrets);
        found.addAll(others);
        for (int i = 0; i < lines.size() && i < shown.size(); i++) {
            found.addAll(hidden(lines.get(i), shown.get(i)));
        }
        return SecretMask.of(found);
    }

    /** A text without the values. Null stays null. */
    public String masked(String text) {
        if (text == null) {
            return null;
        }
        try {
            return mask(List.of(text), List.of()).mask(shownOtherwise(text));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The console's masking failed", e);
        }
        return SecretMask.of(secrets).mask(text);
    }

    /** The text with those lines as the console shows them of which it hides a part, but not by asterisks. */
    private String shownOtherwise(String text) throws IOException, InterruptedException {
        List<String> lines = text.lines().toList();
        List<String> shown = shown(lines);
        if (shown.equals(lines) || shown.size() != lines.size()) {
            return text;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean whole = shown.get(i).contains(lines.get(i)) || shown.get(i).contains(MASK);
            all.add(whole ? lines.get(i) : shown.get(i));
        }
        return String.join("\n", all);
    }

    /** The lines as the console shows them, without what it hides from a reader. */
    private List<String> shown(List<String> lines) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream masking = console.masking(bytes);
        if (masking == bytes) {
            return lines;
        }
        try (masking) {
            for (String line : lines) {
                masking.write((line + "\n").getBytes(charset));
            }
        }
        return NOTE.matcher(bytes.toString(charset)).replaceAll("").lines().toList();
    }

    /** What the console hides of a line. All of it if the hidden parts can't be told from the others. */
    private static List<String> hidden(String line, String shown) {
        if (line.equals(shown) || !shown.contains(MASK) || line.contains(MASK)) {
            return List.of();
        }
        String parts = Arrays.stream(shown.split(Pattern.quote(MASK), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("(.+?)"));
        Matcher matcher = Pattern.compile(parts).matcher(line);
        if (!matcher.matches()) {
            return List.of(line);
        }
        List<String> hidden = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            hidden.add(matcher.group(group));
        }
        return hidden;
    }
}
