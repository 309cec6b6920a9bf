package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.AbortException;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.ClusterExamination;
import java.util.List;

/** The <em>Test connection</em> button of a cluster. */
final class ConnectionTest {
    private ConnectionTest() {}

    /** Connects as an administrator; reports identity, verdict and missing permissions, and no secret. */
    static FormValidation of(ClusterEntry cluster) {
        try (ClusterConnection connection =
                ClusterConnection.open(ClusterCredentials.ofSystem(cluster).config())) {
            return report(connection.examine(Clusters.defaultNamespace(cluster)));
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        } catch (ReleaseException e) {
            return FormValidation.error(FieldValidation.localized(e.sentence()));
        }
    }

    private static FormValidation report(ClusterExamination examination) {
        StringBuilder html = new StringBuilder()
                .append(Util.escape(FieldValidation.localized(examination.identity())))
                .append("<br>")
                .append(Util.escape(FieldValidation.localized(examination.verdict())));
        if (examination.missing().isEmpty() && examination.missingOptional().isEmpty()) {
            return FormValidation.okWithMarkup(html.toString());
        }
        html.append("<table class=\"jenkins-table jenkins-table--small\"><thead><tr><th>")
                .append(Util.escape(Messages.ConnectionTest_permission()))
                .append("</th><th>")
                .append(Util.escape(Messages.ConnectionTest_neededBy()))
                .append("</th></tr></thead><tbody>");
        rows(html, examination.missing(), Messages.ConnectionTest_everyRelease());
        rows(html, examination.missingOptional(), Messages.ConnectionTest_someReleases());
        html.append("</tbody></table>")
                .append(Util.escape(Messages.ConnectionTest_role()))
                .append("<pre>")
                .append(Util.escape(examination.role()))
                .append("</pre>");
        return examination.missing().isEmpty()
                ? FormValidation.warningWithMarkup(html.toString())
                : FormValidation.errorWithMarkup(html.toString());
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
