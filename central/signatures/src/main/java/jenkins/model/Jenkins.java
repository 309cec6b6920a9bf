package jenkins.model;

import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TopLevelItem;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import org.springframework.security.core.Authentication;

public class Jenkins implements AccessControlled, ItemGroup<TopLevelItem> {
    public static final Permission ADMINISTER = null;
    public static final Permission READ = null;
    public static final Permission SYSTEM_READ = null;

    private Jenkins() {}

    public static Jenkins get() {
        throw new UnsupportedOperationException();
    }

    public static Authentication getAuthentication2() {
        throw new UnsupportedOperationException();
    }

    public File getRootDir() {
        throw new UnsupportedOperationException();
    }

    public ProxyConfiguration getProxy() {
        throw new UnsupportedOperationException();
    }

    public String getLegacyInstanceId() {
        throw new UnsupportedOperationException();
    }

    public String getRootUrl() {
        throw new UnsupportedOperationException();
    }

    public <T extends Item> T getItemByFullName(String fullName, Class<T> type) {
        throw new UnsupportedOperationException();
    }
}
