package io.jenkins.plugins.bluegreen.embedded.pods;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.handler.ssl.util.SelfSignedCertificate;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** TLS of Pods: certificates that nobody signed, and clients that don't mind, like kubelet and the Pod proxy. */
final class Tls {
    private static final SslContext SERVER = make();

    private Tls() {}

    private static SslContext make() {
        try {
            SelfSignedCertificate certificate = new SelfSignedCertificate("pod.example.com");
            return SslContextBuilder.forServer(certificate.certificate(), certificate.privateKey()).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a Pod shows. The first call makes the key, which takes its time. */
    static SslContext server() {
        return SERVER;
    }

    /** TLS over a connection. */
    static Socket client(Socket plain, int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
