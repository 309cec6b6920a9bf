package io.jenkins.plugins.bluegreen.engine.spec;

/** Addresses as they may be shown. */
public final class Addresses {
    private Addresses() {}

    /** Without the query, the fragment, and a user's name and password, where secrets are kept; empty for null. */
    public static String withoutQuery(String address) {
        return address == null ? "" : address.replaceAll("[?#].*", "").replaceFirst("//[^/@]*@", "//");
    }
}
