package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An error with the {@code Status} that a real API server answers. Source: "API Conventions", error codes. */
public final class StatusError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    public StatusError(int code, String reason, String message) {
        this(code, reason, message, null);
    }

    public StatusError(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    /** An error of the transport: its details are present and empty. */
    public static StatusError bare(int code, String reason, String message) {
        return new StatusError(code, reason, message, Json.object());
    }

    /** One error in an object. */
    public record Cause(String reason, String field, String message) {}

    public static StatusError notFound(ObjectKey key) {
        return new StatusError(404, "NotFound", "%s \"%s\" not found".formatted(key.kind().qualified(), key.name()),
                details(key.kind().group(), key.kind().plural(), key.name()));
    }

    public static StatusError noSuchPath() {
        return bare(404, "NotFound", "the server could not find the requested resource");
    }

    public static StatusError alreadyExists(ObjectKey key) {
        return new StatusError(409, "AlreadyExists",
                "%s \"%s\" already exists".formatted(key.kind().qualified(), key.name()),
                details(key.kind().group(), key.kind().plural(), key.name()));
    }

    public static StatusError modified(ObjectKey key) {
        return conflict(key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** An apply whose uid is that of an object which does not exist (any more). */
    public static StatusError neverThere(ObjectKey key, String uid) {
        return conflict(
                key, "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
    }

    /** An update whose uid is that of another object. */
    public static StatusError otherUid(ObjectKey key, String uid, String found) {
        return conflict(key, "StorageError: invalid object, Code: 4, Key: /registry/%s/%s/%s, ResourceVersion: 0, "
                .formatted(key.kind().plural(), key.namespace(), key.name())
                + "AdditionalErrorMsg: Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                + found);
    }

    static StatusError conflict(ObjectKey key, String why) {
        return new StatusError(409, "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(key.kind().qualified(), key.name(), why),
                details(key.kind().group(), key.kind().plural(), key.name()));
    }

    /**
     * A deletion whose precondition names another uid or version. Its message names the kind, unlike {@link
     * #conflict}'s.
     */
    public static StatusError precondition(ObjectKey key, String what, String wanted, String found, String guess) {
        return new StatusError(409, "Conflict", ("Operation cannot be fulfilled on %s \"%s\": the %3$s in the precondition (%4$s) does "
                + "not match the %3$s in record (%5$s). The object might have been %6$s").formatted(key.kind().qualifiedKind(),
                        key.name(), what, wanted, found, guess), details(key.kind().group(), key.kind().kind(), key.name()));
    }

    public static StatusError terminating(ObjectKey key) {
        String namespace = key.namespace();
        StatusError refused = forbidden(key.kind(), key.name(), "unable to create new content in namespace " + namespace
                + " because it is being terminated");
        addCauses(refused.details, List.of(new Cause("NamespaceTerminating", "metadata.namespace",
                "namespace " + namespace + " is being terminated")));
        return refused;
    }

    public static StatusError badRequest(String message) {
        return new StatusError(400, "BadRequest", message);
    }

    public static StatusError forbidden(Kind kind, String name, String why) {
        return new StatusError(403, "Forbidden", "%s \"%s\" is forbidden: %s".formatted(kind.qualified(), name, why),
                details(kind.group(), kind.plural(), name));
    }

    public static StatusError invalid(ObjectKey key, List<Cause> causes) {
        return invalid(key.kind().group(), key.kind().kind(), key.name(), causes);
    }

    public static StatusError invalid(String group, String kind, String name, List<Cause> causes) {
        List<String> messages = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
        String text = messages.size() == 1 ? messages.get(0) : "[" + String.join(", ", messages) + "]";
        ObjectNode details = details(group, kind, name);
        addCauses(details, causes);
        return new StatusError(422, "Invalid", "%s \"%s\" is invalid: %s"
                .formatted(group.isEmpty() ? kind : kind + "." + group, name, text), details);
    }

    public static void addCauses(ObjectNode details, List<Cause> causes) {
        ArrayNode list = details.putArray("causes");
        for (Cause cause : causes) {
            ObjectNode written = list.addObject().put("reason", cause.reason()).put("message", cause.message());
            if (!cause.field().isEmpty()) {
                written.put("field", cause.field());
            }
        }
    }

    public static ObjectNode details(String group, String kind, String name) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        if (!kind.isEmpty()) {
            details.put("kind", kind);
        }
        return details;
    }

    public int code() {
        return code;
    }

    public ObjectNode status() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage());
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (details != null) {
            status.set("details", details.deepCopy());
        }
        return status.put("code", code);
    }
}
