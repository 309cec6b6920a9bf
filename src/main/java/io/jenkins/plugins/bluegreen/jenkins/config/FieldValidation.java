package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.kubernetes.api.ServiceAccount;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;

/** Validates fields of the global configuration while they are edited. */
final class FieldValidation {
    /** A DNS label as in RFC 1123, which Kubernetes requires of a namespace's name. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:]+]|[a-z0-9.-]+)(:\\d{1,5})?");

    private FieldValidation() {}

    /** The text of a sentence in the language of the current request. */
    static String localized(Sentence sentence) {
        return sentence.in(LocaleProvider.getLocale());
    }

    static FormValidation name(String value, String savedName, List<? extends NamedEntry> saved) {
        String name = Util.fixEmptyAndTrim(value);
        if (name == null) {
            return missing(savedName, Messages.FieldValidation_noName());
        }
        boolean taken = !Objects.equals(name, savedName) && NamedEntry.find(saved, name) != null;
        return taken ? FormValidation.error(Messages.FieldValidation_nameTaken(name)) : FormValidation.ok();
    }

    /** An error, but not in a new row, where nothing is typed yet: saving and testing it say what is missing. */
    static FormValidation missing(String savedName, String what) {
        return Util.fixEmptyAndTrim(savedName) == null ? FormValidation.ok() : FormValidation.error(what);
    }

    static FormValidation serverUrl(String value, String savedName, boolean inCluster, boolean kubeconfig) {
        String url = Util.fixEmptyAndTrim(value);
        boolean said = inCluster || kubeconfig;
        if (url == null) {
            return said ? FormValidation.ok() : missing(savedName, Messages.FieldValidation_noServerUrl());
        }
        if (said) {
            return FormValidation.warning(
                    inCluster
                            ? Messages.FieldValidation_serverUrlOfPod()
                            : Messages.FieldValidation_serverUrlOfKubeconfig());
        }
        if (host(url) == null) {
            return FormValidation.error(Messages.FieldValidation_badServerUrl());
        }
        return url.regionMatches(true, 0, "https:", 0, 6)
                ? FormValidation.ok()
                : FormValidation.warning(Messages.FieldValidation_plainHttp());
    }

    /** The host of an http or https URL; null for any other text. */
    static String host(String url) {
        try {
            URI address = new URI(url);
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            return web ? address.getHost() : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether the controller's Pod has a service account. */
    static FormValidation serviceAccount() {
        try {
            ServiceAccount.config();
            return FormValidation.ok();
        } catch (ReleaseException e) {
            return FormValidation.error(localized(e.sentence()));
        }
    }

    static FormValidation namespaces(List<String> names) {
        for (String name : names) {
            if (!LABEL.matcher(name).matches()) {
                return FormValidation.error(Messages.FieldValidation_badNamespace(name));
            }
        }
        return FormValidation.ok();
    }

    static FormValidation folders(String names) {
        for (String folder : CommaSeparated.split(names)) {
            if (Jenkins.get().getItemByFullName(folder, Item.class) == null) {
                return FormValidation.warning(Messages.ClusterEntry_noFolder(folder));
            }
        }
        return FormValidation.ok();
    }

    static FormValidation hosts(String value) {
        for (String host : Util.fixNull(value).split("\\s+")) {
            if (!host.isEmpty() && !HOST.matcher(host).matches()) {
                return FormValidation.error(Messages.FieldValidation_badHost(host));
            }
        }
        return FormValidation.ok();
    }

    static FormValidation certificates(String pem) {
        String text = Util.fixEmptyAndTrim(pem);
        if (text == null) {
            return FormValidation.ok();
        }
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            if (certificates.isEmpty() || !text.contains("-----BEGIN CERTIFICATE-----")) {
                return FormValidation.error(Messages.FieldValidation_noCertificate());
            }
            for (Certificate certificate : certificates) {
                ((X509Certificate) certificate).checkValidity();
            }
            return FormValidation.ok(certificates.stream()
                    .map(certificate -> ((X509Certificate) certificate).getSubjectX500Principal().getName())
                    .collect(Collectors.joining("; ")));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return FormValidation.warning(Messages.FieldValidation_certificateNotValid());
        } catch (CertificateException e) {
            return FormValidation.error(Messages.FieldValidation_noCertificate());
        }
    }
}
