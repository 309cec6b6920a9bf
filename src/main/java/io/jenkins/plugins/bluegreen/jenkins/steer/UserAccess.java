package io.jenkins.plugins.bluegreen.jenkins.steer;

import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.bluegreen.jenkins.access.BlueGreenPermissions;
import io.jenkins.plugins.bluegreen.jenkins.access.Right;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** The permissions that a user has in Jenkins. */
final class UserAccess implements MaySteer.Access {
    private final Authentication user;

    UserAccess(Authentication user) {
        this.user = user;
    }

    @Override
    public boolean onJenkins(Right right) {
        return Jenkins.get().hasPermission2(user, BlueGreenPermissions.of(right));
    }

    @Override
    @SuppressWarnings("try") // the context is not used otherwise
    public boolean onItem(String fullName, Right right) {
        Item item;
        // found by Jenkins: the permission may be given without the one to read
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            item = Jenkins.get().getItemByFullName(fullName, Item.class);
        }
        return item != null && item.hasPermission2(user, BlueGreenPermissions.of(right));
    }
}
