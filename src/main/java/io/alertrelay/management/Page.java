package io.alertrelay.management;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page for people, and what a browser may do with it: run its own script and style, ask this port, and nothing else.
 *
 * @param policy the value of Content-Security-Policy
 */
record Page(String html, String policy) {
    static Page load() {
        try (InputStream in = Page.class.getResourceAsStream("page.html")) {
            String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Page(
                    html,
                    "default-src 'none'; script-src '" + hash(html, "script") + "'; style-src '" + hash(html, "style")
                            + "'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of what stands between the element's tags. */
    private static String hash(String html, String element) {
        int begin = html.indexOf("<" + element + ">") + element.length() + 2;
        String text = html.substring(begin, html.indexOf("</" + element + ">", begin));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
