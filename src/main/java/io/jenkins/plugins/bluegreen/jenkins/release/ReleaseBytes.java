package io.jenkins.plugins.bluegreen.jenkins.release;

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
            + "java.lang.Enum;java.lang.Integer;java.lang.Long;java.lang.Number;java.lang.Object;java.lang.String;"
            + "java.util.ArrayList;java.util.TreeMap;java.util.TreeSet;"
            + "!*");

    private ReleaseBytes() {}

    /**
     * The state and the message as bytes.
     *
     * @param message null if there is none
     * @throws IOException if a part of the state can't be serialised, which is a bug
     */
    public static byte[] of(ReleaseState state, SentMessage message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
            out.writeObject(message);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #of} returned.
     *
     * @throws IOException if the bytes are anything else, or hold another class
     */
    public static ReleaseFile.Content content(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new OwnClasses(bytes)) {
            return new ReleaseFile.Content((ReleaseState) in.readObject(), (SentMessage) in.readObject());
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
