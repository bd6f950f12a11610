package io.alertrelay.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.tail.FlowEvent.Kind;
import io.alertrelay.text.TextWidth;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TailTextTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00.250Z");

    private final TailText text = new TailText(new Colours(false), new Times(ZoneOffset.UTC, AT));

    @Test
    void linesStandBelowOneAnotherAlsoBehindChineseNames() throws Exception {
        text.line(event(Kind.ROUTED, "{\"channel\":\"支付值班群一二三\"}"));

        String chinese = text.line(event(Kind.ROUTED, "{\"channel\":\"支付值班\",\"receipt\":\"w0-1-a\"}"));
        String latin = text.line(event(Kind.DELIVERED, "{\"channel\":\"oncall\",\"receipt\":\"w0-1-a\"}"));

        assertThat(TextWidth.of(chinese.substring(0, chinese.indexOf("w0-1-a"))))
                .isEqualTo(TextWidth.of(latin.substring(0, latin.indexOf("w0-1-a"))));
        assertThat(latin).startsWith("2026-11-22 02:00:00  delivered      oncall");
    }

    @Test
    void aTitleCanNeitherBreakTheLineNorSteerTheTerminal() throws Exception {
        String line = text.line(event(Kind.ROUTED, "{\"channel\":\"a\\u001b[2J\",\"title\":\"x\\n\\u001b[31my\"}"));

        assertThat(line).contains("\"x  [31my\"");
        assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
    }

    @Test
    void anEndingSaysWhatItsReceiptSays() throws Exception {
        assertThat(text.line(event(
                        Kind.DELIVERED,
                        "{\"receipt\":\"w0-1-a\",\"index\":2,\"status\":\"firing\",\"severity\":\"Critical\","
                                + "\"attempts\":3,\"flashduty_request_id\":\"0ace\"}")))
                .contains("w0-1-a/2  firing Critical: 3 attempts, Flashduty's request_id 0ace");
        assertThat(text.line(event(Kind.SUPERSEDED, "{\"reason\":\"reminder\",\"superseded_by\":\"w0-2-b/0/x\"}")))
                .contains(": reminder, by w0-2-b/0/x");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverIsUnknownStillGivesALine(Kind kind) throws Exception {
        assertThat(text.line(event(kind, "{}"))).contains(kind.word());
    }

    private static FlowEvent event(Kind kind, String detail) throws Exception {
        return new FlowEvent(kind, AT, (ObjectNode) new ObjectMapper().readTree(detail));
    }
}
