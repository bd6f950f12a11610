package io.alertrelay.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes secrets from foreign texts: the values of a push URL's query (an answer of Flashduty's, or an error of the
 * HTTP client's, may quote the key), and the keys of integrations.
 */
public final class SecretMask {
    /** A shorter value is not a key, and would occur in ordinary words. */
    private static final int SHORTEST = 6;

    private static final String MASK = "***";

    private final List<String> secrets = new ArrayList<>();

    private SecretMask() {}

    public SecretMask(Secret query) {
        addQuery(query);
    }

    /** The mask for all channels' push URLs, and all integrations' keys. */
    public static SecretMask of(RelayConfig config) {
        SecretMask mask = new SecretMask();
        config.channels().forEach(channel -> mask.addQuery(channel.pushUrl().query()));
        config.integrations().stream()
                .flatMap(integration -> integration.keys().stream())
                .forEach(key -> mask.add(key.secret().reveal()));
        return mask;
    }

    private void addQuery(Secret query) {
        for (String parameter : query.reveal().split("&")) {
            String value = parameter.substring(parameter.indexOf('=') + 1);
            add(value);
            add(decoded(value));
        }
    }

    /** The text without any of the values. */
    public String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** The same for UTF-8; returns the same bytes if there is nothing to remove. */
    public byte[] mask(byte[] text) {
        String read = new String(text, StandardCharsets.UTF_8);
        String masked = mask(read);
        return masked.equals(read) ? text : masked.getBytes(StandardCharsets.UTF_8);
    }

    private void add(String value) {
        if (value.length() >= SHORTEST && !secrets.contains(value)) {
            secrets.add(value);
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
