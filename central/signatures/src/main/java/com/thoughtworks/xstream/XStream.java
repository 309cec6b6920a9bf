package com.thoughtworks.xstream;

public class XStream {
    public XStream() {}

    public void alias(String name, Class<?> type) {
        throw new UnsupportedOperationException();
    }

    public String toXML(Object obj) {
        throw new UnsupportedOperationException();
    }

    public Object fromXML(String xml) {
        throw new UnsupportedOperationException();
    }
}
