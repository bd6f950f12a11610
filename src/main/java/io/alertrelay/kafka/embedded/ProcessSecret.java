package io.alertrelay.kafka.embedded;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;

/**
 * By which the embedded broker knows the clients of its own process: generated at each start, and kept in memory only.
 * It can be sent as it is (SASL's PLAIN, RFC 4616), which spares each connection the thousands of rounds of SCRAM:
 * nobody but this process listens on the port while there is a broker that takes it, and what might be learned
 * afterwards is of no use.
 */
final class ProcessSecret {
    private static final String MECHANISM = "PLAIN";
    private static final String USER = "relay";
    private static final int BYTES = 32;

    private final String text;

    /** @param random from which it is made */
    ProcessSecret(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        this.text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The settings that a client needs to authenticate, by Kafka's names. */
    Map<String, String> clientSettings() {
        return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", MECHANISM, "sasl.jaas.config", jaas());
    }

    /**
     * The settings by which the broker requires it, and uses it itself, by Kafka's names.
     *
     * @param listener of this process's clients, in lower case; the one between brokers, too
     */
    Properties brokerSettings(String listener) {
        String prefix = "listener.name." + listener + ".";
        Properties p = new Properties();
        p.put(prefix + "sasl.enabled.mechanisms", MECHANISM);
        p.put(prefix + "plain.sasl.jaas.config", jaas().replace(";", " user_" + USER + "=\"" + text + "\";"));
        p.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        return p;
    }

    private String jaas() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + text + "\";";
    }

    @Override
    public String toString() {
        return "ProcessSecret[hidden]";
    }
}
