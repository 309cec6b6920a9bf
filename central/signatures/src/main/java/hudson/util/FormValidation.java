package hudson.util;

import java.io.IOException;

public abstract class FormValidation extends IOException {
    private static final long serialVersionUID = 1L;

    public static FormValidation validatePositiveInteger(String value) {
        throw new UnsupportedOperationException();
    }
}
