package io.jenkins.plugins.bluegreen.jenkins.access;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.function.Predicate;
import org.springframework.security.core.Authentication;

/** Checks that the user as whom a build runs may do with applications what the build asks for. */
public final class JobAccess {
    private JobAccess() {}

    /**
     * Checks the permission on the build's job. Jenkins itself, as whom builds run unless they are configured to run as
     * a user, may do everything.
     *
     * @throws AbortException if the user has no such permission; nothing was changed
     */
    public static void check(Authentication user, Job<?, ?> job, Operation operation) throws AbortException {
        String refusal = refusal(
                user.getName(),
                job.getFullName(),
                operation,
                right -> job.hasPermission2(user, BlueGreenPermissions.of(right)));
        if (refusal != null) {
            throw new AbortException(refusal);
        }
    }

    /**
     * Whether an operation is refused.
     *
     * @param has whether the user has a permission on the job
     * @return the sentence for the user; null if it is allowed
     */
    static String refusal(String user, String job, Operation operation, Predicate<Right> has) {
        Right needed = Right.of(operation);
        return has.test(needed) ? null : Messages.JobAccess_refused(user, needed.id(), job);
    }
}
