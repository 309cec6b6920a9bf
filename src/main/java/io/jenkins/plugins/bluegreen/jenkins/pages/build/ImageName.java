package io.jenkins.plugins.bluegreen.jenkins.pages.build;

/** The name of an image in a page's HTML: it breaks between its parts, and is copied without anything between them. */
public final class ImageName {
    private static final String BREAK = "<wbr>";

    /** A digest has no parts. */
    private static final int MOST_TOGETHER = 32;

    private ImageName() {}

    /**
     * The name as HTML.
     *
     * @param image null: none
     */
    public static String html(String image) {
        StringBuilder html = new StringBuilder();
        int together = 0;
        for (char each : (image == null ? "" : image).toCharArray()) {
            switch (each) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(each);
            }
            together++;
            if ("/:@-".indexOf(each) >= 0 || together == MOST_TOGETHER) {
                html.append(BREAK);
                together = 0;
            }
        }
        return html.toString();
    }
}
