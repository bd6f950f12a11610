package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNamesTest {
    private final KnownNames names =
            new KnownNames(List.of("支付组", "订单组", "小", "кириллица", "عربي", "café", "🚨告警", "payments", "why?"));

    @ParameterizedTest
    @CsvSource({
        "кириллица, US-ASCII",
        "кириллица, windows-1251",
        "عربي, US-ASCII",
        "عربي, windows-1256",
        "café, ISO-8859-1",
        "café, US-ASCII",
        "支付组, GBK",
        "订单组, GB18030",
        "🚨告警, GBK",
        "小, GBK",
        "payments, US-ASCII",
        "why?, US-ASCII"
    })
    void aNameIsKnownByWhatBecameOfIt(String name, String charset) {
        String damaged = new String(name.getBytes(Charset.forName(charset)), StandardCharsets.UTF_8);

        assertThat(damaged.equals("???")).isFalse();
        assertThat(names.named(damaged)).contains(name);
    }

    @Test
    void whatMayStandForSeveralNamesIsNone() {
        assertThat(names.named("???")).isEmpty();
    }

    @Test
    void whatIsDamagedAndStandsForNoneIsNone() {
        assertThat(names.named("?????")).isEmpty();
        assertThat(names.named("x\uFFFDy")).isEmpty();
    }

    @Test
    void aNameThatIsNotKnownIsLeftAsItIs() {
        assertThat(names.named("removed")).contains("removed");
        assertThat(names.named("已删除")).contains("已删除");
    }
}
