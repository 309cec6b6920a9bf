package hudson.console;

import java.io.Serializable;

public class HyperlinkNote implements Serializable {
    private static final long serialVersionUID = 1L;

    private HyperlinkNote() {}

    public static String encodeTo(String url, String text) {
        throw new UnsupportedOperationException();
    }
}
