package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.json.Json;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import io.alertrelay.routing.RulesDiff;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console and scripts read this JSON: a field that is renamed, moved or written without need breaks them. */
class RulesDiffJsonTest {
    @Test
    void saysWhichCasesMovedChangedWentAndCame() {
        assertThat(Json.of(RulesDiff.of(rules("x", "a", "b", "c!"), rules("y", "b", "a", "c", "d")))
                        .toString())
                .isEqualTo("""
                {"cases":[{"what":"moved","from":1,"to":2,"after":{"if":[],"channels":["a"],"fallthrough":false,\
                "routing_mode":"standard"}},{"what":"changed","from":3,"to":3,"before":{"if":[],\
                "channels":["c"],"fallthrough":true,"routing_mode":"standard"},"after":{"if":[],\
                "channels":["c"],"fallthrough":false,"routing_mode":"standard"}},{"what":"added","to":4,\
                "after":{"if":[],"channels":["d"],"fallthrough":false,"routing_mode":"standard"}}],\
                "default":{"before":{"channels":["x"]},"after":{"channels":["y"]}}}""");
        assertThat(Json.of(RulesDiff.of(rules("x", "a", "b"), rules("x", "a"))).toString())
                .isEqualTo("""
                {"cases":[{"what":"removed","from":2,"before":{"if":[],"channels":["b"],"fallthrough":false,\
                "routing_mode":"standard"}}]}""");
    }

    /** A case for each of these channels; one with a {@code !} falls through. */
    private static RuleSetDefinition rules(String byDefault, String... cases) {
        return new RuleSetDefinition(
                Stream.of(cases).map(RulesDiffJsonTest::one).toList(),
                Optional.of(new DefaultDefinition(List.of(new ChannelReference.ByName(byDefault)))));
    }

    private static CaseDefinition one(String channel) {
        return new CaseDefinition(
                List.of(),
                List.of(new ChannelReference.ByName(channel.replace("!", ""))),
                channel.endsWith("!"),
                RoutingMode.STANDARD,
                Optional.empty());
    }
}
