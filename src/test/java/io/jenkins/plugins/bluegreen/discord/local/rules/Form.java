package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;

/**
 * The body of a request: JSON, or a form with {@code payload_json} and {@code files[n]}. "Uploading Files", API
 * Reference.
 *
 * @param refusal the error in the body as a whole, or null
 */
public record Form(JsonNode body, List<Upload> files, ObjectNode refusal) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PARAMETER = Pattern.compile("[;\\s](filename|name)=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("files\\[([0-9]{1,2})]");

    public record Upload(String name, byte[] bytes) {}

    public static Form of(String contentType, byte[] body) {
        MediaType type = MediaType.parse(contentType);
        try {
            if (type != null && type.subtype().equals("json")) {
                return new Form(json(new String(body, StandardCharsets.UTF_8)), List.of(), null);
            }
            if (type != null && type.subtype().equals("form-data") && type.parameter("boundary") != null) {
                return multipart(body, type.parameter("boundary"));
            }
        } catch (IOException e) {
            return refused(Rules.invalidJson());
        }
        FormErrors errors = new FormErrors();
        errors.add(
                "_root",
                "CONTENT_TYPE_INVALID",
                "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.");
        return refused(errors.toBody());
    }

    public List<String> fileNames() {
        return files.stream().map(Upload::name).toList();
    }

    private static Form multipart(byte[] sent, String boundary) throws IOException {
        FormErrors errors = new FormErrors();
        JsonNode body = JsonNodeFactory.instance.objectNode();
        TreeMap<Integer, Upload> files = new TreeMap<>();
        try (MultipartReader parts = new MultipartReader(new Buffer().write(sent), boundary)) {
            for (MultipartReader.Part part = parts.nextPart(); part != null; part = parts.nextPart()) {
                String name = parameter(part, "name");
                Matcher file = FILE.matcher(name);
                if (name.equals("payload_json")) {
                    body = json(part.body().readUtf8());
                } else if (file.matches() && !parameter(part, "filename").isEmpty()) {
                    Upload upload = new Upload(parameter(part, "filename"), part.body().readByteArray());
                    files.put(Integer.valueOf(file.group(1)), upload);
                } else {
                    errors.local(name.isEmpty() ? "_root" : name, "A part is payload_json or a files[n] with a filename.");
                }
            }
        }
        if (!files.isEmpty() && files.lastKey() >= files.size()) {
            errors.local("files", "Files are counted from 0 without a gap.");
        }
        return new Form(body, new ArrayList<>(files.values()), errors.isEmpty() ? null : errors.toBody());
    }

    private static String parameter(MultipartReader.Part part, String name) {
        String disposition = part.headers().get("Content-Disposition");
        Matcher parameter = PARAMETER.matcher(disposition == null ? "" : disposition);
        while (parameter.find()) {
            if (parameter.group(1).equals(name)) {
                return parameter.group(2).replace("%22", "\"");
            }
        }
        return "";
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static Form refused(ObjectNode refusal) {
        return new Form(JsonNodeFactory.instance.objectNode(), List.of(), refusal);
    }
}
