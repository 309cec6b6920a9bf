package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names in the addresses of pages: those of Kubernetes as they are, others without any character that needs care. */
final class PageNames {
    private PageNames() {}

    /** A name as one segment of a path: unlike names have unlike segments. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "~20")
                .replace("*", "~2A")
                .replace("%", "~")
                .replaceFirst("^[.]", "~2E");
    }

    /** The page of an application, relative to the overview. */
    static String path(String cluster, String namespace, String application) {
        return "cluster/" + segment(cluster) + "/" + segment(namespace) + "/" + segment(application) + "/";
    }
}
