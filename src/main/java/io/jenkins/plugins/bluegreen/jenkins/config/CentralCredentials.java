package io.jenkins.plugins.bluegreen.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * The credentials of clusters and webhooks. They are found at the top of Jenkins alone, as Jenkins itself: so they may
 * be of scope System, which no job can bind, and neither a folder's credentials nor a build's parameter of the same id
 * takes their place. Whether a job may use an entry is the entry's to say, before its credentials are read.
 */
final class CentralCredentials {
    private CentralCredentials() {}

    /** The credentials with an id; null if there are none of the type. */
    static <T extends StandardCredentials> T find(String id, Class<T> type, List<DomainRequirement> requirements) {
        return CredentialsProvider.findCredentialByIdInItemGroup(
                id, type, Jenkins.get(), ACL.SYSTEM2, requirements);
    }

    /** Those that an entry may name, of every scope. Who may not configure Jenkins sees the current one only. */
    static <T extends StandardCredentials> ListBoxModel choices(
            String current, Class<T> type, CredentialsMatcher matcher) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return choices.includeCurrentValue(current);
        }
        return choices.includeEmptyValue()
                .includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), type, List.of(), matcher)
                .includeCurrentValue(current);
    }
}
