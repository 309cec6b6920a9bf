package io.jenkins.plugins.bluegreen.engine.spec;

/** Removes secrets from addresses that are shown. */
public final class Addresses {
    private Addresses() {}

    /** The address without query, fragment, user and password, all of which may hold secrets; empty for null. */
    public static String withoutQuery(String address) {
        return address == null ? "" : address.replaceAll("[?#].*", "").replaceFirst("//[^/@]*@", "//");
    }
}
