package com.cloudbees.plugins.credentials.common;

public interface UsernameCredentials {
    String getUsername();
}
