package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/**
 * A release's state as bytes, serialised by Java: any text goes through it, also one that XML can't hold. Only the
 * classes of that state are read back, and only within bounds.
 */
public final class ReleaseBytes {
    /** Manifests, by far the largest part, have at most 4 MiB, and up to three times that as bytes. */
    private static final String BOUNDS = "maxbytes=67108864;maxarray=100000;maxdepth=200;maxrefs=5000000;";

    private static final ObjectInputFilter FILTER = ObjectInputFilter.Config.createFilter(BOUNDS
            + "io.jenkins.plugins.bluegreen.engine.**;"
            + SentMessage.class.getName() + ";"
            + ReleaseFacts.class.getName() + ";"
            + ToldLines.class.getName() + ";"
            + "java.lang.Double;java.lang.Enum;java.lang.Integer;java.lang.Long;java.lang.Number;java.lang.Object;"
            + "java.lang.String;"
            + "java.util.ArrayList;java.util.TreeMap;java.util.TreeSet;"
            + "!*");

    private ReleaseBytes() {}

    /** A state as it was saved, and the Discord message that follows the release; null until it is posted. */
    public static final class Content {
        public final ReleaseState state;
        public final SentMessage message;

        Content(ReleaseState state, SentMessage message) {
            this.state = state;
            this.message = message;
        }
    }

    /**
     * The state and the message as bytes.
     *
     * @param message null if there is none
     * @throws IOException if a part of the state can't be serialised, which is a bug
     */
    public static byte[] of(ReleaseState state, SentMessage message) throws IOException {
        return bytes(state, message);
    }

    /**
     * Reads what {@link #of} returned.
     *
     * @throws IOException if the bytes are anything else, or hold another class
     */
    public static Content content(byte[] bytes) throws IOException {
        return read(bytes, in -> new Content((ReleaseState) in.readObject(), (SentMessage) in.readObject()));
    }

    /** Objects of the classes that are read back, as bytes. */
    static byte[] bytes(Object... objects) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            for (Object object : objects) {
                out.writeObject(object);
            }
        }
        return bytes.toByteArray();
    }

    /** Reads one object of a type. */
    static <T> T object(byte[] bytes, Class<T> type) throws IOException {
        return read(bytes, in -> type.cast(in.readObject()));
    }

    @FunctionalInterface
    private interface Reader<T> {
        T from(ObjectInputStream in) throws IOException, ClassNotFoundException;
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) throws IOException {
        try (ObjectInputStream in = new OwnClasses(bytes)) {
            return reader.from(in);
        } catch (ClassNotFoundException | ClassCastException e) {
            InvalidObjectException refused = new InvalidObjectException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    /** Finds the plugin's classes, whoever calls. */
    private static final class OwnClasses extends ObjectInputStream {
        OwnClasses(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
            setObjectInputFilter(FILTER);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            return Class.forName(described.getName(), false, ReleaseBytes.class.getClassLoader());
        }
    }
}
