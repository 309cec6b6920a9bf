package io.jenkins.plugins.bluegreen.jenkins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The bytes of a release's state")
class ReleaseBytesTest {
    private static ReleaseState state(String text) {
        return ReleaseState.release(ReleaseSpec.in("esc", "build-1")
                .application("backend")
                .variable("TEXT", text)
                .manifest("a.yaml", text)
                .build());
    }

    static Stream<String> texts() {
        return Stream.of(
                "\0",
                "\u001b[2J",
                "\ud800 alone",
                "\udc00\ud83d",
                "\ufffe\uffff\u0085\u2028",
                "\r\n\t",
                "]]></script>&#0;",
                "\0".repeat(4 << 20),
                "\uffff".repeat(4 << 20));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    @DisplayName("C89 hold any text, as long as manifests may be")
    void anyText(String text) throws IOException {
        ReleaseBytes.Content read = ReleaseBytes.content(ReleaseBytes.of(state(text), null));
        assertEquals(text, read.state.spec().source().manifests().get(0).text());
        assertEquals(text, read.state.spec().source().variables().get("TEXT"));
        assertNull(read.message);
    }

    @Test
    @DisplayName("hold the bounds of queries to Prometheus and Elasticsearch")
    void queries() throws IOException {
        PrometheusQuery query = new PrometheusQuery("up", 0.5, null, PrometheusQuery.OnNoData.FAIL);
        ReleaseState state = ReleaseState.release(ReleaseSpec.in("esc", "build-1")
                .manifest("a.yaml", "text")
                .monitor(MonitorSpec.lasting(60, 1)
                        .withPrometheus("http://prometheus", List.of(query))
                        .withCount(ElasticsearchCount.of(
                                "http://logs", "logs-*", "*", null, 7, PrometheusQuery.OnNoData.FAIL)))
                .build());
        MonitorSpec read = ReleaseBytes.content(ReleaseBytes.of(state, null)).state.spec().monitor();
        assertEquals(0.5, read.queries().get(0).min());
        assertNull(read.queries().get(0).max());
        assertEquals(7, read.count().max());
        assertEquals(70, read.watchedSeconds());
    }

    @Test
    @DisplayName("hold the Discord message that follows the release")
    void message() throws Exception {
        var made = SentMessage.class.getDeclaredConstructor(String.class, String.class);
        made.setAccessible(true);
        SentMessage sent = made.newInstance("1", null);
        assertEquals(sent, ReleaseBytes.content(ReleaseBytes.of(state("text"), sent)).message);
    }

    /** Would do anything when it is read. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        static boolean read;

        private Object readResolve() {
            read = true;
            return this;
        }
    }

    static Stream<Object> strangers() throws IOException {
        ArrayList<Object> deep = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        return Stream.of(
                new Gadget(), new HashMap<>(), new URL("http://localhost/"), deep, new int[200_000]);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    @DisplayName("are refused when they hold other classes, or more than a state has")
    void strangersRefused(Object stranger) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(stranger);
            out.writeObject(null);
        }
        assertThrows(InvalidClassException.class, () -> ReleaseBytes.content(bytes.toByteArray()));
        assertFalse(Gadget.read);
    }

    static Stream<byte[]> damaged() throws IOException {
        byte[] good = ReleaseBytes.of(state("text"), null);
        return Stream.of(
                new byte[0],
                "<io.jenkins.plugins.bluegreen.jenkins.release.ReleaseFile_-Content/>".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(good, good.length / 2),
                serialised("a text"));
    }

    private static byte[] serialised(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("damaged")
    @DisplayName("are refused when they are damaged, of a former format, or of something else")
    void damagedRefused(byte[] bytes) {
        assertThrows(IOException.class, () -> ReleaseBytes.content(bytes));
    }

    @Test
    @DisplayName("are never refused for what any byte of them became, but by an exception that the file expects")
    void anyByte() throws IOException {
        byte[] good = ReleaseBytes.of(state("text"), null);
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 0x55;
            try {
                ReleaseBytes.content(changed);
            } catch (IOException | RuntimeException | LinkageError | StackOverflowError expected) {
                // see RunningStore.load
            }
        }
    }
}
