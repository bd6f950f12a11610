package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.api.LedgerAccess;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.pipeline.ConfigSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console and scripts read this JSON: a field that is renamed, moved or written without need breaks them. */
class RulesResourceTest {
    @TempDir
    private Path folder;

    @Test
    void saysByWhichRulesEachIntegrationRoutesNow() throws Exception {
        Path file = Files.writeString(folder.resolve("relay.yaml"), """
                integrations:
                  - name: shared
                    key: an-integration-key-of-tests-1
                    routes:
                      cases:
                        - if: [{key: labels.team, oper: IN, vals: [payments]}]
                          channels: [payments]
                        - if: [{key: labels.team, oper: IN, vals: [payments]}]
                          channels: [值班]
                      default: {channels: [值班]}
                  - name: own
                    key: an-integration-key-of-tests-2
                    channel: payments
                channels:
                  - {name: payments, id: 17, push_url: "http://localhost:1/p?integration_key=k"}
                  - {name: 值班, push_url: "http://localhost:1/w?integration_key=k"}
                """);
        ConfigSnapshot now = ConfigSnapshot.first(new ConfigFile(file, Map.of()).load(), Instant.EPOCH);

        assertThat(new RulesResource(new LedgerAccess(), () -> now, Clock.systemUTC())
                        .get("")
                        .body()
                        .toString())
                .isEqualTo("""
                {"integrations":[{"name":"shared","version":"e316449d507f","routes":{"cases":[{"if":[\
                {"key":"labels.team","oper":"IN","vals":["payments"]}],"channels":["payments"],\
                "fallthrough":false,"routing_mode":"standard"},{"if":[{"key":"labels.team","oper":"IN",\
                "vals":["payments"]}],"channels":["值班"],"fallthrough":false,"routing_mode":"standard"}],\
                "default":{"channels":["值班"]}},"yaml":"cases:\\n  - if:\\n      \
                - { key: labels.team, oper: IN, vals: [payments] }\\n    channels: [payments]\\n  - if:\\n      \
                - { key: labels.team, oper: IN, vals: [payments] }\\n    channels: [值班]\\ndefault:\\n  \
                channels: [值班]\\n","warnings":["cases[1]: it is never reached: case 1 (labels.team IN payments) takes \
                every alert that it would match, and stops; put it before case 1, or give case 1 fallthrough: true, or \
                leave it out"]},{"name":"own","version":"11af273844d4","channel":"payments","warnings":[]}]}""");
    }
}
