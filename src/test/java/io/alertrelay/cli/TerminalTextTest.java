package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void columnsOfATableStandBelowOneAnotherAlsoBehindChineseText() {
        Table table = new Table("NAME", "STATE");
        table.row(List.of("支付", "x"));
        table.row(List.of("payments", "y"));

        assertThat(table.lines()).containsExactly("NAME      STATE", "支付      x", "payments  y");
    }

    @Test
    void whatIsTooWideIsCutToItsColumnsAndTheCutIsSeen() {
        assertThat(TextWidth.cut("payments", 8)).isEqualTo("payments");
        assertThat(TextWidth.cut("payments", 7)).isEqualTo("paymen…");
        assertThat(TextWidth.cut("支付接口", 6)).isEqualTo("支付…");
        assertThat(TextWidth.of(TextWidth.cut("支付接口", 6))).isEqualTo(5);
    }

    @Test
    void aBodyIsShownWholeAndCanNotSteerTheTerminalNorTurnTheWritingAround() {
        assertThat(SafeLine.of("a\tb\u001b[2J\u202ec\u0007磁盘\u2028d"))
                .isEqualTo("a    b\\u001b[2J\\u202ec\\u0007磁盘\\u2028d");
        assertThat(SafeLine.of("x".repeat(5_000))).hasSize(5_000);
    }
}
