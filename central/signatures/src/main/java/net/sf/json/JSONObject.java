package net.sf.json;

public final class JSONObject {
    private JSONObject() {}

    public Object get(String key) {
        throw new UnsupportedOperationException();
    }

    public int optInt(String key) {
        throw new UnsupportedOperationException();
    }

    public String optString(String key) {
        throw new UnsupportedOperationException();
    }
}
