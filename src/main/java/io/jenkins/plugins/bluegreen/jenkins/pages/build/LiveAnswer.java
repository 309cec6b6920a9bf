package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Answers the polling of a page: with its changing part, or with 304 where nothing has changed. */
public final class LiveAnswer {
    private static final int NOT_MODIFIED = 304;

    private LiveAnswer() {}

    /**
     * Answers.
     *
     * @param page its changing part is its view {@code fragment}
     * @param shown all that the part shows; each tells by its {@code toString} whether it has changed
     */
    public static void send(StaplerRequest2 request, StaplerResponse2 response, Object page, List<?> shown)
            throws IOException, ServletException {
        EntityTag tag = EntityTag.of(shown);
        response.setHeader("ETag", tag.toString());
        response.setHeader("Cache-Control", "no-cache");
        if (tag.matches(request.getHeader("If-None-Match"))) {
            response.setStatus(NOT_MODIFIED);
        } else {
            response.forward(page, "fragment", request);
        }
    }
}
