package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A cluster of the global configuration: its address, its credentials, the jobs that may use it, and how. */
public final class ClusterEntry extends ClusterBounds implements Describable<ClusterEntry>, NamedEntry {
    private final String name;
    private String serverUrl;
    private boolean inCluster;
    private String credentialsId;
    private String caCertificate;
    private boolean skipTlsVerify;
    private boolean skipProxy;
    private String namespace;
    private String allowedNamespaces;
    private String allowedFolders;

    @DataBoundConstructor
    public ClusterEntry(String name) {
        this.name = Util.fixNull(name).trim();
    }

    /** The name by which steps refer to the cluster. */
    @Override
    public String getName() {
        return name;
    }

    /** The API server's URL; null if a kubeconfig or the controller's Pod has it. */
    public String getServerUrl() {
        return serverUrl;
    }

    @DataBoundSetter
    public void setServerUrl(String serverUrl) {
        this.serverUrl = Util.fixEmptyAndTrim(serverUrl);
    }

    /** Whether the service account and the API server of the controller's own Pod are used. */
    public boolean isInCluster() {
        return inCluster;
    }

    @DataBoundSetter
    public void setInCluster(boolean inCluster) {
        this.inCluster = inCluster;
    }

    /** The credentials; not used with the controller's service account. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The CA certificates that the API server's certificate is verified by, in PEM; null: those of Java. */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    /** Whether the API server's certificate is not verified. */
    public boolean isSkipTlsVerify() {
        return skipTlsVerify;
    }

    @DataBoundSetter
    public void setSkipTlsVerify(boolean skipTlsVerify) {
        this.skipTlsVerify = skipTlsVerify;
    }

    /** Whether Jenkins' proxy is not used for this cluster. */
    public boolean isSkipProxy() {
        return skipProxy;
    }

    @DataBoundSetter
    public void setSkipProxy(boolean skipProxy) {
        this.skipProxy = skipProxy;
    }

    /** The default namespace of steps; null: {@code default}, as for kubectl. */
    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** The namespaces that steps may use besides {@link #getNamespace()}, separated by commas; null: all. */
    public String getAllowedNamespaces() {
        return allowedNamespaces;
    }

    @DataBoundSetter
    public void setAllowedNamespaces(String allowedNamespaces) {
        this.allowedNamespaces = Util.fixEmptyAndTrim(allowedNamespaces);
    }

    /** Full names of the folders or jobs that may use the cluster, separated by commas; null: all jobs. */
    public String getAllowedFolders() {
        return allowedFolders;
    }

    @DataBoundSetter
    public void setAllowedFolders(String allowedFolders) {
        this.allowedFolders = Util.fixEmptyAndTrim(allowedFolders);
    }

    /** Whether steps may use a namespace. */
    public boolean allowsNamespace(String wanted) {
        List<String> allowed = CommaSeparated.split(allowedNamespaces);
        return allowed.isEmpty() || allowed.contains(wanted) || wanted.equals(namespace);
    }

    @Override
    public boolean allowsJob(String fullName) {
        return JobNames.match(allowedFolders, fullName);
    }

    /** Checks and fills the cluster's form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ClusterEntry> {
        @Override
        public String getDisplayName() {
            return Messages.ClusterEntry_displayName();
        }

        /** @param savedName the cluster's name when the page was opened */
        @POST
        public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String savedName) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.name(value, savedName, BlueGreenConfiguration.get().getClusters());
        }

        @POST
        public FormValidation doCheckServerUrl(
                @QueryParameter String value,
                @QueryParameter String savedName,
                @QueryParameter boolean inCluster,
                @QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.serverUrl(
                    value, savedName, inCluster, ClusterCredentials.isKubeconfig(credentialsId));
        }

        @POST
        public FormValidation doCheckInCluster(@QueryParameter boolean value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return value ? FieldValidation.serviceAccount() : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @QueryParameter String value, @QueryParameter String savedName, @QueryParameter boolean inCluster) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null && !inCluster
                    ? FieldValidation.missing(savedName, Messages.ClusterEntry_noCredentials())
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.certificates(value);
        }

        @POST
        public FormValidation doCheckSkipTlsVerify(@QueryParameter boolean value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return value ? FormValidation.warning(Messages.ClusterEntry_notVerified()) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckNamespace(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.namespaces(CommaSeparated.split(value));
        }

        @POST
        public FormValidation doCheckAllowedNamespaces(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.namespaces(CommaSeparated.split(value));
        }

        @POST
        public FormValidation doCheckAllowedFolders(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FieldValidation.folders(value);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return ClusterCredentials.choices(credentialsId);
        }

        /** Tests the connection with the form's values, saved or not. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String name,
                @QueryParameter String serverUrl,
                @QueryParameter boolean inCluster,
                @QueryParameter String credentialsId,
                @QueryParameter String caCertificate,
                @QueryParameter boolean skipTlsVerify,
                @QueryParameter boolean skipProxy,
                @QueryParameter String namespace,
                @QueryParameter String allowedNamespaces) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ClusterEntry entry = new ClusterEntry(name);
            entry.setServerUrl(serverUrl);
            entry.setInCluster(inCluster);
            entry.setCredentialsId(credentialsId);
            entry.setCaCertificate(caCertificate);
            entry.setSkipTlsVerify(skipTlsVerify);
            entry.setSkipProxy(skipProxy);
            entry.setNamespace(namespace);
            entry.setAllowedNamespaces(allowedNamespaces);
            return ConnectionTest.of(entry);
        }
    }
}
