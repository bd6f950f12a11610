package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDifferenceTest {
    private static final String BEFORE = """
            kafka: { brokers: embedded, data: ./data }
            server: { port: 8080 }
            integrations:
              - name: arms
                key: secret-key-one
                routes:
                  cases:
                    - if: [{ key: labels.team, oper: IN, vals: [payments] }]
                      channels: [payments]
                  default: { channels: [oncall] }
              - { name: other, key: secret-key-two, channel: oncall }
            channels:
              - { name: payments, push_url: "http://flashduty.test/push?integration_key=hidden-1" }
              - { name: oncall, push_url: "http://flashduty.test/push?integration_key=hidden-2" }
            """;

    @TempDir
    private Path folder;

    @Test
    void theSameMeaningIsNoDifferenceHoweverItIsWritten() throws Exception {
        String other = BEFORE.replace("{ port: 8080 }", "{ port: 8080, max_body: 1MiB }")
                + "flashduty: { account_rate: 1900/min }\n# a comment\n";

        assertThat(difference(other).changes()).isEmpty();
        assertThat(difference(other).needRestart()).isEmpty();
        assertThat(ConfigVersion.of(load(other))).isEqualTo(ConfigVersion.of(load(BEFORE)));
    }

    @Test
    void aSettingOfKafkasThatIsNotUsedCanBeLeftOutWithoutARestart() throws Exception {
        String cluster = BEFORE.replace("brokers: embedded, data: ./data", "brokers: 'kafka:9092'");
        String unused = cluster.replace("'kafka:9092'", "'kafka:9092', properties: { request.timeout.ms: 9000 }");

        assertThat(ConfigDifference.between(load(unused), load(cluster)).needRestart())
                .isEmpty();
    }

    @Test
    void rulesAreToldByTheirVersions() throws Exception {
        String other = BEFORE.replace("vals: [payments]", "vals: [payments, pay]");

        String before = load(BEFORE).integrations().get(0).rules().version();
        String after = load(other).integrations().get(0).rules().version();
        assertThat(difference(other).changes()).containsExactly("integration arms: rules " + before + " -> " + after);
        assertThat(ConfigVersion.of(load(other))).isNotEqualTo(ConfigVersion.of(load(BEFORE)));
    }

    @Test
    void whatIsNewAndWhatIsGoneIsTold() throws Exception {
        String other = BEFORE.replace(
                        "name: other, key: secret-key-two, channel: oncall",
                        "name: new, key:" + " secret-key-two, channel: night")
                .replace("name: payments, push_url", "name: night, push_url")
                .replace("channels: [payments]", "channels: [night]");

        assertThat(difference(other).changes())
                .contains("integration other: removed", "channel payments: removed")
                .contains("channel night: added, to http://flashduty.test/push")
                .anyMatch(line -> line.startsWith("integration new: added, rules "));
    }

    @Test
    void noSecretIsTold() throws Exception {
        String other = BEFORE.replace("hidden-1", "hidden-3").replace("secret-key-one", "secret-key-three");

        assertThat(difference(other).changes())
                .containsExactly("integration arms: keys changed", "channel payments: the query of push_url changed");
        assertThat(ConfigVersion.of(load(other))).isEqualTo(ConfigVersion.of(load(BEFORE)));
    }

    @Test
    void everySettingOfAChannelIsTold() throws Exception {
        String other = BEFORE.replace(
                "name: payments, push_url: \"http://flashduty.test/push",
                "name: payments, id: 7, rate: 5/s, timeout: 2s, max_age: 1h, max_attempts: 9, max_in_flight: 2,"
                        + " collapse: resolved-pairs, format: arms, push_url: \"http://other.test/push");

        assertThat(difference(other).changes())
                .containsExactly(
                        "channel payments: id none -> 7",
                        "channel payments: push_url http://flashduty.test/push -> http://other.test/push",
                        "channel payments: format standard -> arms",
                        "channel payments: rate 1000/min -> 5/s",
                        "channel payments: timeout PT10S -> PT2S",
                        "channel payments: max_age PT24H -> PT1H",
                        "channel payments: max_attempts none -> 9",
                        "channel payments: max_in_flight 8 -> 2",
                        "channel payments: collapse reminders -> resolved-pairs");
    }

    @Test
    void whatNeedsARestartIsNamedAndIsNotInForce() throws Exception {
        RelayConfig other = load(BEFORE.replace("port: 8080", "port: 9090")
                .replace("data: ./data }", "data: ./data, retention: 1d }")
                .replace("vals: [payments]", "vals: [pay]"));

        assertThat(ConfigDifference.between(load(BEFORE), other).needRestart()).containsExactly("kafka", "server");
        RelayConfig effective = ConfigDifference.effective(load(BEFORE), other);
        assertThat(effective.server().port()).isEqualTo(8080);
        assertThat(effective.integrations()).isEqualTo(other.integrations());
    }

    private ConfigDifference difference(String other) throws InvalidConfigException {
        return ConfigDifference.between(load(BEFORE), load(other));
    }

    private RelayConfig load(String yaml) throws InvalidConfigException {
        return new ConfigLoader(Map.of()).load(yaml, "relay.yaml", folder);
    }
}
