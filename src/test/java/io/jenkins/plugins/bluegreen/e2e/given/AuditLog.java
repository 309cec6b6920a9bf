package io.jenkins.plugins.bluegreen.e2e.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API server's audit log; the system property {@code audit} names its file. */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long from;

    private AuditLog(Path file) throws IOException {
        this.file = file;
        from = Files.size(file);
    }

    /** Reads the log from now on; empty if it can't be read here. */
    public static Optional<AuditLog> open() {
        String file = System.getProperty("audit", "");
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(new AuditLog(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("The audit log can't be read.", e);
        }
    }

    /** The user's requests since the beginning; empty if the log was rotated since, as API servers do at some size. */
    public Optional<RequestLog> of(String user) {
        return text().map(text -> calls(text, user));
    }

    private static RequestLog calls(String text, String user) {
        Map<String, Call> calls = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            if (line.contains('"' + user + '"')) {
                add(calls, line, user);
            }
        }
        return RequestLog.of(List.copyOf(calls.values()));
    }

    private Optional<String> text() {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long length = log.length();
            if (length < from) {
                return Optional.empty();
            }
            log.seek(from);
            byte[] bytes = new byte[Math.toIntExact(length - from)];
            log.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            // the last line may be incomplete
            return Optional.of(text.substring(0, text.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Adds a line's call. A watch has two lines, for its start and its end. */
    private static void add(Map<String, Call> calls, String line, String user) {
        try {
            JsonNode event = JSON.readTree(line);
            if (!event.at("/user/username").asText().equals(user)) {
                return;
            }
            JsonNode object = event.path("objectRef");
            String path = event.path("requestURI").asText();
            String verb = event.path("verb").asText();
            boolean apply = verb.equals("patch") && path.contains("fieldManager=") && path.contains("force=");
            calls.put(event.path("auditID").asText(), new Call(
                    apply ? "apply" : verb,
                    object.path("apiGroup").asText(),
                    object.path("resource").asText(),
                    object.path("subresource").asText(),
                    object.path("namespace").asText(),
                    object.path("name").asText(),
                    path.contains("dryRun=All"),
                    event.at("/responseStatus/code").asInt(),
                    user,
                    path,
                    Instant.parse(event.path("requestReceivedTimestamp").asText()),
                    Duration.between(
                            Instant.parse(event.path("requestReceivedTimestamp").asText()),
                            Instant.parse(event.path("stageTimestamp").asText()))));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
