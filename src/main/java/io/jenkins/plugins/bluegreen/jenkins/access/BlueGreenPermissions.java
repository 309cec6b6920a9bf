package io.jenkins.plugins.bluegreen.jenkins.access;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.jvnet.localizer.Localizable;

/**
 * The permissions of this plugin. Whoever may build a job has them on it, unless an authorization strategy
 * distinguishes them.
 */
public final class BlueGreenPermissions {
    /** Its id has no slash: Configuration as Code writes {@code BlueGreen/Release}. */
    public static final PermissionGroup GROUP =
            new PermissionGroup("BlueGreen", BlueGreenPermissions.class, Messages._BlueGreenPermissions_group());

    public static final Permission RELEASE = permission(Right.RELEASE, Messages._BlueGreenPermissions_release());
    public static final Permission ROLL_BACK = permission(Right.ROLL_BACK, Messages._BlueGreenPermissions_rollBack());
    public static final Permission PROMOTE = permission(Right.PROMOTE, Messages._BlueGreenPermissions_promote());

    private BlueGreenPermissions() {}

    private static Permission permission(Right right, Localizable description) {
        // what can be given on a job can be given on its folder and on Jenkins
        PermissionScope[] scopes = {PermissionScope.ITEM};
        return new Permission(GROUP, right.id(), description, Item.BUILD, true, scopes);
    }

    /** Loading this class registers them, before the authorization strategy is read, which refers to them by name. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void register() {}

    /** The permission that Jenkins checks. */
    public static Permission of(Right right) {
        return switch (right) {
            case RELEASE -> RELEASE;
            case ROLL_BACK -> ROLL_BACK;
            case PROMOTE -> PROMOTE;
        };
    }
}
