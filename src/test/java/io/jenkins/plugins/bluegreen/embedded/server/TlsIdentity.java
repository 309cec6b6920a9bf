package io.jenkins.plugins.bluegreen.embedded.server;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its self-signed certificate, made by the JDK's keytool. */
public final class TlsIdentity {
    public static final String PASSWORD = "changeit";

    private final String name;
    private final byte[] keyStore;

    private TlsIdentity(String name, byte[] keyStore) {
        this.name = name;
        this.keyStore = keyStore;
    }

    /** Makes one for 127.0.0.1, in a file below the folder. */
    public static TlsIdentity make(Path folder, String name, String algorithm) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD,
                        "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name, "-validity", "2",
                        "-ext", "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return new TlsIdentity(name, Files.readAllBytes(file));
    }

    /** The key store in PKCS12. */
    public byte[] keyStore() {
        return keyStore.clone();
    }

    /** The certificate in PEM. */
    public String pem() throws Exception {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate().getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The TLS context of a server with this identity that trusts the client's. */
    public SSLContext server(TlsIdentity client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD.toCharArray());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("client", client.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(keyStore), PASSWORD.toCharArray());
        return store;
    }

    private Certificate certificate() throws Exception {
        return store().getCertificate(name);
    }
}
