package io.jenkins.plugins.bluegreen.jenkins.release;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.function.Function;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The credentials of the addresses that a release monitors. They are those that the job may bind itself, as with
 * {@code withCredentials}: a job that chooses the address gets no more than it has. Credentials of scope System are not
 * among them.
 */
public final class MonitorCredentials {
    private MonitorCredentials() {}

    /**
     * How a build asks an address. The use of the credentials is tracked.
     *
     * @param parameter named in the error
     * @param id null: without a login
     * @throws ReleaseException if the job has no such credentials, or they are no login
     */
    public static ProbeAccess access(Run<?, ?> run, String parameter, String id, String address) {
        return access(run, parameter, id, address, ProbeAccess::bearer);
    }

    /** The same; {@code ofText} says what a secret text is to the address. */
    public static ProbeAccess access(
            Run<?, ?> run, String parameter, String id, String address, Function<String, ProbeAccess> ofText) {
        if (id == null) {
            return ProbeAccess.open();
        }
        StandardCredentials credentials = CredentialsProvider.findCredentialById(
                id,
                StandardCredentials.class,
                run,
                URIRequirementBuilder.fromUri(address).build());
        if (credentials == null) {
            throw new ReleaseException(Sentence.of("spec.credentials", parameter, id));
        }
        CredentialsProvider.track(run, credentials);
        if (credentials instanceof StandardUsernamePasswordCredentials user) {
            return ProbeAccess.basic(user.getUsername(), user.getPassword().getPlainText());
        }
        if (credentials instanceof StringCredentials token) {
            return ofText.apply(token.getSecret().getPlainText());
        }
        throw new ReleaseException(Sentence.of("spec.credentialsKind", parameter, id));
    }
}
