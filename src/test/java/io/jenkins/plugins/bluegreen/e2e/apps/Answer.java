package io.jenkins.plugins.bluegreen.e2e.apps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The answer to one request on a connection of its own, whatever its status; a header that is missing is null. */
record Answer(
        String url, int status, String type, String caching, String tag, String date, String version, String body) {
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/[^\"]+\\.(?:js|css))\"");

    static Answer to(String url) {
        return to(url, Map.of());
    }

    /** The answer to a browser that has this one and asks whether it is still right. */
    Answer again() {
        Map<String, String> headers = new TreeMap<>();
        if (tag != null) {
            headers.put("If-None-Match", tag);
        }
        if (date != null) {
            headers.put("If-Modified-Since", date);
        }
        return to(url, headers);
    }

    private static Answer to(String url, Map<String, String> headers) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(5_000);
            connection.setRequestProperty("Connection", "close");
            headers.forEach(connection::setRequestProperty);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(
                        url,
                        status,
                        connection.getContentType(),
                        connection.getHeaderField("Cache-Control"),
                        connection.getHeaderField("ETag"),
                        connection.getHeaderField("Last-Modified"),
                        connection.getHeaderField("X-Version"),
                        body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(url, e);
        }
    }

    /** The scripts and style sheets that a page names, as paths. */
    List<String> files() {
        return FILE.matcher(body).results().map(match -> match.group(1)).toList();
    }
}
