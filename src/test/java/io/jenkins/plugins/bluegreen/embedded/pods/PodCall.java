package io.jenkins.plugins.bluegreen.embedded.pods;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request to a Pod on its own connection, as probes and the Pod proxy send it. Redirects are not followed.
 */
public final class PodCall {
    /** A response; header names are in lower case. */
    public record Reply(int status, Map<String, String> headers, byte[] body) {}

    private PodCall() {}

    public static Reply send(int port, String method, String pathAndQuery, byte[] body, Duration timeout)
            throws IOException {
        return send("http", port, method, pathAndQuery, body, timeout);
    }

    /** The same by {@code http} or {@code https}. */
    public static Reply send(
            String scheme, int port, String method, String pathAndQuery, byte[] body, Duration timeout)
            throws IOException {
        try (Socket plain = new Socket()) {
            plain.setSoTimeout((int) timeout.toMillis());
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress("127.0.0.1", port), (int) timeout.toMillis());
            Socket socket = scheme.equals("https") ? Tls.client(plain, port) : plain;
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write((method + " " + pathAndQuery + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            request.write(body);
            socket.getOutputStream().write(request.toByteArray());
            return read(new DataInputStream(socket.getInputStream()));
        }
    }

    private static Reply read(DataInputStream in) throws IOException {
        String status = line(in);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 1).trim());
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        in.readFully(body);
        return new Reply(Integer.parseInt(status.split(" ")[1]), headers, body);
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("EOF");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
