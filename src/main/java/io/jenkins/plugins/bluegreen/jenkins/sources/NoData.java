package io.jenkins.plugins.bluegreen.jenkins.sources;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;

/** The words of the parameter {@code onNoData}. */
public final class NoData {
    public static final String IGNORE = "ignore";
    private static final String FAIL = "fail";

    private NoData() {}

    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for another word */
    public static OnNoData meaning(String word) {
        return switch (word) {
            case IGNORE -> OnNoData.IGNORE;
            case FAIL -> OnNoData.FAIL;
            default -> throw Keyword.unknown("onNoData", word, IGNORE, FAIL);
        };
    }

    /** The choice of a form. */
    public static ListBoxModel items() {
        return new ListBoxModel(
                new ListBoxModel.Option(Messages.QueryOption_ignore(), IGNORE),
                new ListBoxModel.Option(Messages.QueryOption_fail(), FAIL));
    }
}
