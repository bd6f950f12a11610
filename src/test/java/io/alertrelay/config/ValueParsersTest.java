package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParsersTest {
    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "2s,PT2S", "5m,PT5M", "5min,PT5M", "24h,PT24H", "7d,P7D", "' 2 s ',PT2S", "0s,PT0S"})
    void readsADuration(String text, Duration expected) {
        assertThat(ValueParsers.duration(Duration.ZERO, Duration.ofDays(30)).apply(text))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "s", "-2s", "2.5s", "2 weeks", "2S", "31d", "9999999999s", "1/s"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(ValueParsers.duration(Duration.ZERO, Duration.ofDays(30)).apply(text))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "2B,2", "64KiB,65536", "1MiB,1048576", "16 MiB,16777216"})
    void readsASize(String text, int expected) {
        assertThat(ValueParsers.bytes(1, 16 << 20).apply(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "17MiB", "1MB", "1mib", "999999999MiB", "-1"})
    void refusesWhatIsNoSize(String text) {
        assertThat(ValueParsers.bytes(1, 16 << 20).apply(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1000/min,1000,PT1M", "20/s,20,PT1S", "500/h,500,PT1H"})
    void readsARate(String text, int permits, Duration per) {
        assertThat(ValueParsers.rate(text)).contains(new Rate(permits, per));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5/", "/s", "0/s", "5/d", "5/ms", "100001/s", "5 per s"})
    void refusesWhatIsNoRate(String text) {
        assertThat(ValueParsers.rate(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a?integration_key=%2Bk&x=a+b, https://example.com/a, integration_key=%2Bk&x=a+b",
        "http://127.0.0.1:8082/a, http://127.0.0.1:8082/a, ''",
        "HTTPS://[::1]:65535?a?b, https://[::1]:65535, a?b",
    })
    void splitsAPushUrlAndKeepsItsQueryVerbatim(String text, String endpoint, String query) {
        Optional<PushUrl> url = PushUrl.parse(text);

        assertThat(url).isPresent();
        assertThat(url.get().endpoint()).hasToString(endpoint);
        assertThat(url.get().query().reveal()).isEqualTo(query);
        assertThat(url.get().toString()).isEqualTo(endpoint);
    }

    @Test
    void whatIsBeyondAsciiInTheQueryOfAPushUrlIsPercentEncodedAndTheRestKeptVerbatim() {
        PushUrl url = PushUrl.parse("https://example.com/a?integration_key=k%2B&title_rule=中文-é😀&x=a+b~")
                .orElseThrow();

        assertThat(url.query().reveal())
                .isEqualTo("integration_key=k%2B&title_rule=%E4%B8%AD%E6%96%87-%C3%A9%F0%9F%98%80&x=a+b~");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "example.com/a",
                "ftp://example.com/",
                "http:/a",
                "http://",
                "http://a:0/",
                "http://a:65536/",
                "http://user:pw@a/",
                "http://a/#x",
                "http://a/?k=v#x",
                "http://a/ b",
                "http://a/?k=v v",
                "http://a/\n"
            })
    void refusesWhatIsNoPushUrl(String text) {
        assertThat(PushUrl.parse(text)).isEmpty();
    }
}
