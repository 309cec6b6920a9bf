package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Run;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.displayurlapi.DisplayURLProvider;

/** The address under which people are shown a build: it leads to the pages that they have chosen. */
public final class BuildLink {
    private BuildLink() {}

    /** The address; null if Jenkins' URL is not configured. */
    public static String of(Run<?, ?> run) {
        return Jenkins.get().getRootUrl() == null ? null : DisplayURLProvider.get().getRunURL(run);
    }

    /**
     * The address of a page below a build; null if Jenkins' URL is not configured.
     *
     * @param name the page's path below the build
     */
    public static String page(Run<?, ?> run, String name) {
        String link = of(run);
        return link == null ? null : page(link, Jenkins.get().getRootUrl() + run.getUrl(), name);
    }

    /** The page, where the link leads to Jenkins' own pages; pages of another kind have none of ours. */
    static String page(String link, String build, String name) {
        return link.startsWith(build) ? build + name + "/" : link;
    }

    /** The address, or the build's path if Jenkins' URL is not configured. */
    public static String orPath(Run<?, ?> run) {
        String link = of(run);
        return link == null ? run.getUrl() : link;
    }
}
