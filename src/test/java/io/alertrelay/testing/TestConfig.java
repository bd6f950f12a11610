package io.alertrelay.testing;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import java.nio.file.Path;
import java.util.Map;

/** The configuration that the end-to-end tests share: two integrations, three channels, all at one sandbox. */
public final class TestConfig {
    /** Key of the integration that is routed by rules: team payments or platform, else the default. */
    public static final String SHARED_KEY = "key-of-the-shared-one";

    /** Key of the integration that goes straight to payments. */
    public static final String DEDICATED_KEY = "key-of-the-dedicated-one";

    private TestConfig() {}

    /**
     * As YAML. The tests wait longer for an answer than ARMS does, and so does the relay.
     *
     * @param kafka the value of the key {@code kafka}
     * @param channels further keys of every channel
     */
    public static String yaml(String kafka, int port, int managementPort, int sandboxPort, String channels) {
        return """
                kafka: %s
                server: { host: 127.0.0.1, port: %d, sender_patience: 2m }
                management: { port: %d }
                integrations:
                  - name: arms-shared
                    key: %s
                    routes:
                      cases:
                        - if: [{ key: labels.team, oper: IN, vals: [payments] }]
                          channels: [payments]
                          fallthrough: true
                        - if: [{ key: labels.team, oper: IN, vals: [platform, payments] },
                               { key: severity, oper: IN, vals: [Critical] }]
                          channels: [platform]
                      default: { channels: [oncall] }
                  - name: arms-dedicated
                    key: %s
                    channel: payments
                channels:
                  - { name: payments, push_url: "%s", rate: 60000/min%s }
                  - { name: platform, push_url: "%s", rate: 60000/min%s }
                  - { name: oncall, push_url: "%s", rate: 60000/min%s }
                flashduty: { account_rate: 600000/min }
                """.formatted(
                        kafka,
                        port,
                        managementPort,
                        SHARED_KEY,
                        DEDICATED_KEY,
                        pushUrl(sandboxPort, "payments"),
                        channels,
                        pushUrl(sandboxPort, "platform"),
                        channels,
                        pushUrl(sandboxPort, "oncall"),
                        channels);
    }

    /** The configuration that a text says. */
    public static RelayConfig load(String yaml, Path folder) throws InvalidConfigException {
        return new ConfigLoader(Map.of()).load(yaml, "test.yaml", folder);
    }

    /** The key in the push URL of a channel, by which the sandbox knows it. */
    public static String pushKey(String channel) {
        return "push-" + channel;
    }

    private static String pushUrl(int sandboxPort, String channel) {
        return "http://127.0.0.1:" + sandboxPort + "/event/push/alert/standard?integration_key=" + pushKey(channel);
    }
}
