package com.thoughtworks.xstream;

public class XStream {
    public XStream() {}

    public String toXML(Object obj) {
        throw new UnsupportedOperationException();
    }

    public Object fromXML(String xml) {
        throw new UnsupportedOperationException();
    }
}
