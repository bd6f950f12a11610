package io.alertrelay.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes secrets from foreign texts: the values of a push URL's query, except those that only say how to handle an
 * event (an answer of Flashduty's, or an error of the HTTP client's, may quote the key), the keys of integrations, and
 * the secrets among the settings of Kafka clients.
 */
public final class SecretMask {
    /** A shorter value is not a key, and would occur in ordinary words. */
    private static final int SHORTEST = 6;

    /** By Flashduty's push API they say how an event is handled, and occur in events and answers. */
    private static final Pattern HANDLING = Pattern.compile("(severity|title_rule|channel_id|layer_[^=]*)=.*");

    /** The names of those of Kafka's settings that are secrets; paths and mechanisms are not, and say what is wrong. */
    private static final Pattern SECRET_SETTING = Pattern.compile(
            ".*(password|passphrase|secret|token|credential).*|.*(jaas\\.config|key|certificate\\.chain|user\\.info)",
            Pattern.CASE_INSENSITIVE);

    private static final String KEY = "integration_key=";

    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

    private static final String MASK = "***";

    private final List<String> secrets = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    private SecretMask() {}

    /** The mask for one push URL's query. */
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

    /** The same, and for the secrets among the settings of Kafka clients. */
    public static SecretMask ofAll(RelayConfig config) {
        SecretMask mask = of(config);
        mask.addSettings(config.kafka());
        return mask;
    }

    /** The mask for the secrets among the settings of Kafka clients. */
    public static SecretMask of(KafkaSettings kafka) {
        SecretMask mask = new SecretMask();
        mask.addSettings(kafka);
        return mask;
    }

    private void addSettings(KafkaSettings kafka) {
        if (kafka.brokers() instanceof Brokers.Cluster cluster) {
            cluster.properties().forEach((name, value) -> {
                if (SECRET_SETTING.matcher(name).matches()) {
                    add(value.reveal());
                }
            });
        }
    }

    private void addQuery(Secret query) {
        for (String parameter : query.reveal().split("&")) {
            if (HANDLING.matcher(parameter).matches()) {
                continue;
            }
            String value = parameter.substring(parameter.indexOf('=') + 1);
            add(value);
            add(decoded(value));
            if (parameter.startsWith(KEY) && value.length() >= SHORTEST) {
                keys.addAll(List.of(value, decoded(value)));
            }
        }
    }

    /** The text without any of the values. */
    public String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        // Kafka quotes what it can't read of sasl.jaas.config: that may be a part of a password with a quote in it.
        return masked.contains("JAAS config") ? QUOTED.matcher(masked).replaceAll("'" + MASK + "'") : masked;
    }

    /** Whether a text has the integration key of a push URL. */
    public boolean quotesKey(String text) {
        return keys.stream().anyMatch(text::contains);
    }

    private void add(String value) {
        if (value.length() >= SHORTEST && !secrets.contains(value)) {
            secrets.add(value);
            // One may be a part of another.
            secrets.sort(Comparator.comparingInt(String::length).reversed());
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
