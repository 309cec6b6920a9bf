package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal, with the {@code Status} that a real API server answers. Source: "API Conventions", error codes. */
final class StatusError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    StatusError(int code, String reason, String message) {
        this(code, reason, message, null);
    }

    StatusError(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    /** One thing that is wrong with an object. */
    record Cause(String reason, String field, String message) {}

    static StatusError notFound(ObjectKey key) {
        return new StatusError(404, "NotFound", "%s \"%s\" not found".formatted(key.kind().qualified(), key.name()),
                details(key.kind().group(), key.kind().plural(), key.name()));
    }

    static StatusError noSuchPath() {
        return new StatusError(404, "NotFound", "the server could not find the requested resource");
    }

    static StatusError alreadyExists(ObjectKey key) {
        return new StatusError(409, "AlreadyExists",
                "%s \"%s\" already exists".formatted(key.kind().qualified(), key.name()),
                details(key.kind().group(), key.kind().plural(), key.name()));
    }

    static StatusError modified(ObjectKey key) {
        return conflict(key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    static StatusError conflict(ObjectKey key, String why) {
        return new StatusError(409, "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(key.kind().qualified(), key.name(), why),
                details(key.kind().group(), key.kind().plural(), key.name()));
    }

    static StatusError badRequest(String message) {
        return new StatusError(400, "BadRequest", message);
    }

    static StatusError forbidden(Kind kind, String name, String why) {
        return new StatusError(403, "Forbidden", "%s \"%s\" is forbidden: %s".formatted(kind.qualified(), name, why),
                details(kind.group(), kind.plural(), name));
    }

    static StatusError invalid(ObjectKey key, List<Cause> causes) {
        List<String> messages = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
        String text = messages.size() == 1 ? messages.get(0) : "[" + String.join(", ", messages) + "]";
        ObjectNode details = details(key.kind().group(), key.kind().kind(), key.name());
        addCauses(details, causes);
        return new StatusError(422, "Invalid",
                "%s \"%s\" is invalid: %s".formatted(key.kind().qualifiedKind(), key.name(), text), details);
    }

    static void addCauses(ObjectNode details, List<Cause> causes) {
        ArrayNode list = details.putArray("causes");
        causes.forEach(c -> list.addObject().put("reason", c.reason()).put("message", c.message()).put("field", c.field()));
    }

    static ObjectNode details(String group, String kind, String name) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        return details.put("kind", kind);
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        status.set("details", details == null ? Json.object() : details.deepCopy());
        return status.put("code", code);
    }
}
