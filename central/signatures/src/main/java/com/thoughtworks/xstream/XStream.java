package com.thoughtworks.xstream;

public class XStream {
    public XStream() {}

    public void alias(String name, Class<?> type) {
        throw new UnsupportedOperationException();
    }
}
