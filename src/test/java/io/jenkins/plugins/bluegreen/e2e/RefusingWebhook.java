package io.jenkins.plugins.bluegreen.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An admission webhook in this JVM that refuses every ConfigMap of one namespace. The API server must run on this
 * machine, to reach its loopback.
 */
final class RefusingWebhook implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KubernetesClient admin;
    private final HttpsServer server;
    private final ValidatingWebhookConfiguration configuration;

    private RefusingWebhook(KubernetesClient admin, HttpsServer server, ValidatingWebhookConfiguration configuration) {
        this.admin = admin;
        this.server = server;
        this.configuration = configuration;
    }

    /** Registers the webhook; it takes effect a moment later. */
    static RefusingWebhook start(KubernetesClient admin, String namespace, String name, String message)
            throws IOException, GeneralSecurityException {
        KeyStore identity = identity();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> refuse(exchange, message));
        server.start();
        String authority = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(identity.getCertificate("webhook").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        ValidatingWebhookConfiguration configuration = Serialization.unmarshal("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: %1$s}
                webhooks:
                - name: %2$s
                  clientConfig: {url: 'https://127.0.0.1:%3$d/', caBundle: %4$s}
                  rules: [{apiGroups: [''], apiVersions: [v1], resources: [configmaps], operations: [CREATE, UPDATE]}]
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  failurePolicy: Ignore
                """.formatted(namespace, name, server.getAddress().getPort(),
                        Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII))),
                ValidatingWebhookConfiguration.class);
        admin.resource(configuration).create();
        return new RefusingWebhook(admin, server, configuration);
    }

    /** A key and its certificate for 127.0.0.1, made by the JDK's keytool, as the JDK has no API for certificates. */
    private static KeyStore identity() throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("webhook");
        Path store = folder.resolve("identity.p12");
        try {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "webhook", "-keyalg", "EC", "-dname", "CN=webhook", "-validity", "2",
                    "-ext",
                    "san=ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore",
                    store.toString()).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!Files.exists(store)) {
                throw new IOException("keytool made no key: " + output);
            }
            KeyStore identity = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                identity.load(in, PASSWORD);
            }
            return identity;
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static void refuse(HttpExchange exchange, String message) throws IOException {
        try (exchange) {
            AdmissionReview review = Serialization.unmarshal(exchange.getRequestBody(), AdmissionReview.class);
            byte[] answer = Serialization.asJson(new AdmissionReviewBuilder().withNewResponse()
                    .withUid(review.getRequest().getUid()).withAllowed(false)
                    .withStatus(new StatusBuilder().withCode(403).withReason("Forbidden").withMessage(message).build())
                    .endResponse().build()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        admin.resource(configuration).delete();
        server.stop(0);
    }
}
