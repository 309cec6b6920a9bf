package io.jenkins.plugins.bluegreen.embedded.traffic;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 connection on a plain socket. It reports everything that the server does to the connection, without
 * retries.
 */
final class LoadConnection implements Closeable {
    private static final int LARGEST_BODY = 1 << 20;

    /** The connection ended before any byte of the answer. */
    static final class ClosedBeforeAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedBeforeAnswer(IOException cause) {
            super("closed without an answer", cause);
        }
    }

    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;
    private long deadline;

    private LoadConnection() {}

    /** Connects before {@code deadline} on the clock of {@code System.nanoTime()}. */
    static LoadConnection open(URI url, long deadline) throws IOException {
        LoadConnection connection = new LoadConnection();
        try {
            connection.deadline = deadline;
            connection.socket.setTcpNoDelay(true);
            int port = url.getPort() == -1 ? 80 : url.getPort();
            connection.socket.connect(new InetSocketAddress(url.getHost(), port), connection.millisLeft());
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Sends one {@code GET}; the whole answer must arrive before {@code newDeadline}. */
    LoadAnswer get(URI url, boolean keepAlive, long newDeadline) throws IOException {
        deadline = newDeadline;
        String path = (url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + url.getRawAuthority() + "\r\nConnection: "
                + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (!fill()) {
                throw new ClosedBeforeAnswer(null);
            }
        } catch (SocketTimeoutException | ClosedBeforeAnswer e) {
            throw e;
        } catch (IOException e) {
            throw new ClosedBeforeAnswer(e);
        }
        return answer();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // ignored: the connection is not used again
        }
    }

    private LoadAnswer answer() throws IOException {
        int status;
        long length;
        boolean chunked;
        boolean closes;
        do {
            String[] first = line().split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
                throw new IOException("not an HTTP answer");
            }
            status = Integer.parseInt(first[1]);
            length = -1;
            chunked = false;
            closes = first[0].equals("HTTP/1.0");
            for (String header = line(); !header.isEmpty(); header = line()) {
                String small = header.toLowerCase(Locale.ROOT);
                String value = small.substring(small.indexOf(':') + 1).trim();
                if (small.startsWith("content-length:")) {
                    length = Long.parseLong(value);
                } else if (small.startsWith("transfer-encoding:")) {
                    chunked = value.endsWith("chunked");
                } else if (small.startsWith("connection:")) {
                    closes = value.contains("close");
                }
            }
        } while (status / 100 == 1);
        if (status == 204 || status == 304) {
            return new LoadAnswer(status, "", closes);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (chunked) {
            readChunks(body);
        } else if (length >= 0) {
            read(body, length);
        } else {
            closes = true;
            readToEnd(body);
        }
        return new LoadAnswer(status, body.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""), closes);
    }

    private void readChunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            long size = Long.parseLong(line().split(";", 2)[0].trim(), 16);
            read(body, size);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // trailers are ignored
                }
                return;
            }
            line();
        }
    }

    private void read(ByteArrayOutputStream body, long length) throws IOException {
        if (body.size() + length > LARGEST_BODY) {
            throw new IOException("an answer of more than 1 MiB");
        }
        for (long left = length; left > 0; ) {
            requireMore();
            int some = (int) Math.min(left, limit - position);
            body.write(buffer, position, some);
            position += some;
            left -= some;
        }
    }

    private void readToEnd(ByteArrayOutputStream body) throws IOException {
        while (position < limit || fill()) {
            read(body, limit - position);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            requireMore();
            char c = (char) (buffer[position++] & 0xff);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
            if (line.length() > buffer.length) {
                throw new IOException("a header line of more than 8 KiB");
            }
        }
    }

    private void requireMore() throws IOException {
        if (position == limit && !fill()) {
            throw new IOException("answer cut short");
        }
    }

    /** @return false at the end of the stream */
    private boolean fill() throws IOException {
        socket.setSoTimeout(millisLeft());
        position = 0;
        limit = Math.max(0, socket.getInputStream().read(buffer));
        return limit > 0;
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
