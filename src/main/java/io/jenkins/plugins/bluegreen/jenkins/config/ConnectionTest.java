package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.AbortException;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.AccessYaml;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.ClusterExamination;
import java.util.ArrayList;
import java.util.List;

/** The <em>Test connection</em> button of a cluster. */
final class ConnectionTest {
    /** So many namespaces are examined. */
    private static final int MOST = 20;

    private ConnectionTest() {}

    /** Connects as an administrator; reports identity, verdict and missing permissions, and no secret. */
    static FormValidation of(ClusterEntry cluster) {
        List<String> namespaces = namespaces(cluster);
        String missing = missing(cluster, namespaces);
        if (missing != null) {
            return FormValidation.errorWithMarkup(withYaml(missing));
        }
        try (ClusterConnection connection =
                ClusterConnection.open(ClusterCredentials.ofSystem(cluster).config())) {
            return report(connection.examine(namespaces));
        } catch (AbortException e) {
            return FormValidation.errorWithMarkup(withYaml(e.getMessage()));
        } catch (ReleaseException e) {
            return FormValidation.errorWithMarkup(withYaml(FieldValidation.localized(e.sentence())));
        }
    }

    /** What the form must have before anything can be asked; null: nothing is missing. */
    private static String missing(ClusterEntry cluster, List<String> namespaces) {
        if (cluster.isInCluster()) {
            return null;
        }
        if (cluster.getCredentialsId() == null) {
            return Messages.ConnectionTest_noCredentials() + " " + Messages.ConnectionTest_toBegin() + "\n"
                    + AccessYaml.toBegin(namespaces);
        }
        boolean said = cluster.getServerUrl() != null || ClusterCredentials.isKubeconfig(cluster.getCredentialsId());
        return said ? null : Messages.FieldValidation_noServerUrl();
    }

    private static List<String> namespaces(ClusterEntry cluster) {
        return Clusters.namedNamespaces(cluster).stream().limit(MOST).toList();
    }

    private static FormValidation report(List<ClusterExamination> examinations) {
        StringBuilder html =
                new StringBuilder(Util.escape(FieldValidation.localized(examinations.get(0).identity())));
        List<String> access = new ArrayList<>();
        boolean refused = false;
        for (ClusterExamination examination : examinations) {
            html.append("<br>").append(Util.escape(FieldValidation.localized(examination.verdict())));
            if (!examination.missing().isEmpty() || !examination.missingOptional().isEmpty()) {
                table(html, examination);
                access.add(examination.access());
                refused |= !examination.missing().isEmpty();
            }
        }
        if (access.isEmpty()) {
            return FormValidation.okWithMarkup(html.toString());
        }
        html.append(withYaml(Messages.ConnectionTest_role() + "\n" + String.join("---\n", access)));
        return refused
                ? FormValidation.errorWithMarkup(html.toString())
                : FormValidation.warningWithMarkup(html.toString());
    }

    private static void table(StringBuilder html, ClusterExamination examination) {
        html.append("<table class=\"jenkins-table jenkins-table--small\"><thead><tr><th>")
                .append(Util.escape(Messages.ConnectionTest_permission()))
                .append("</th><th>")
                .append(Util.escape(Messages.ConnectionTest_neededBy()))
                .append("</th></tr></thead><tbody>");
        rows(html, examination.missing(), Messages.ConnectionTest_everyRelease());
        rows(html, examination.missingOptional(), Messages.ConnectionTest_someReleases());
        html.append("</tbody></table>");
    }

    /** The YAML that ends a message has its lines, so that it can be copied. */
    private static String withYaml(String message) {
        int yaml = message.indexOf("\napiVersion: ");
        if (yaml < 0) {
            return Util.escape(message);
        }
        return Util.escape(message.substring(0, yaml)) + "<pre>" + Util.escape(message.substring(yaml + 1)) + "</pre>";
    }

    private static void rows(StringBuilder html, List<String> permissions, String neededBy) {
        for (String permission : permissions) {
            html.append("<tr><td><code>")
                    .append(Util.escape(permission))
                    .append("</code></td><td>")
                    .append(Util.escape(neededBy))
                    .append("</td></tr>");
        }
    }
}
