package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A build, by the address that a cluster holds. One of this controller becomes a link only for those who may read its
 * job, and is not named to others. One of another controller is a plain link, if it is one of http.
 */
@ExportedBean(defaultVisibility = 999)
public final class BuildRef {
    /** A user's release, without a build, leads to the application's page. */
    private static final Pattern PAGE = Pattern.compile("blue-green/cluster(?:/[\\w~-][\\w.~-]*){3}/");

    private static final Pattern BUILD = Pattern.compile("((?:job/[^/?#]+/)+)(\\d{1,9})/(?:display/redirect)?");

    private final String path;
    private final String url;
    private final String text;

    private BuildRef(String path, String url, String text) {
        this.path = path;
        this.url = url;
        this.text = text;
    }

    /** Null for no address. */
    static BuildRef of(String address, Viewer viewer) {
        if (address == null || address.isEmpty()) {
            return null;
        }
        String root = viewer.rootUrl() == null ? "" : viewer.rootUrl();
        Matcher own = BUILD.matcher(address.startsWith(root) ? address.substring(root.length()) : "");
        if (own.matches()) {
            String job = job(own.group(1));
            return viewer.mayRead().test(job)
                    ? own(own.group(1) + own.group(2) + "/", job + " #" + own.group(2), viewer)
                    : new BuildRef(null, null, viewer.say(Messages._Overview_hiddenBuild()));
        }
        Matcher page = PAGE.matcher(address.startsWith(root) ? address.substring(root.length()) : "");
        if (page.matches()) {
            return own(page.group(), viewer.say(Messages._Overview_byUser()), viewer);
        }
        return isLink(address) ? new BuildRef(null, address, other(address)) : new BuildRef(null, null, address);
    }

    /** The build of a record, whatever its job is called by now; null for a release without a build. */
    static BuildRef ofRecord(ReleaseRecord record, Viewer viewer) {
        if (record.job() == null || record.job().isEmpty()) {
            return null;
        }
        if (!viewer.mayRead().test(record.job())) {
            return new BuildRef(null, null, viewer.say(Messages._Overview_hiddenBuild()));
        }
        String path = Stream.of(record.job().split("/"))
                .map(part -> "job/" + URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20") + "/")
                .collect(Collectors.joining());
        return own(path + record.build() + "/", record.job() + " #" + record.build(), viewer);
    }

    private static BuildRef own(String path, String text, Viewer viewer) {
        return new BuildRef(path, viewer.rootUrl() == null ? null : viewer.rootUrl() + path, text);
    }

    private static String job(String path) {
        String[] parts = path.split("/");
        List<String> names = new ArrayList<>();
        for (int i = 1; i < parts.length; i += 2) {
            names.add(URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return String.join("/", names);
    }

    private static boolean isLink(String address) {
        try {
            URI uri = new URI(address);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String other(String address) {
        Matcher build = BUILD.matcher(address.substring(Math.max(0, address.indexOf("/job/") + 1)));
        return build.matches()
                ? URI.create(address).getHost() + ": " + job(build.group(1)) + " #" + build.group(2)
                : address;
    }

    /** Below the controller's own address; null: not a build of this controller that may be read. */
    public String getPath() {
        return path;
    }

    /** Of this controller or another; null for a hidden build, and for an address that is none of http. */
    @Exported
    public String getUrl() {
        return url;
    }

    @Exported
    public String getText() {
        return text;
    }

    @Override
    public String toString() {
        return path + " " + url + " " + text;
    }
}
