package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

    static Stream<Resolution> resolutions() {
        return Stream.of(
                Resolution.discarded("dl-0-17", "ann@ops", AT, "值班已处理 \"是\"\n"),
                Resolution.retried("q0-3-7k3m9qxr2ztc5vbn", "ann", AT, "", "w0-9-0000000000000001"),
                Resolution.redriven("dl-0-18", "ann@ops", AT, "fixed", "r-1"));
    }

    @ParameterizedTest
    @MethodSource("resolutions")
    void whatIsWrittenIsReadBackTheSame(Resolution resolution) {
        NewRecord draft = resolution.draft("key");

        assertThat(Resolution.of(record(resolution.about(), draft.value().orElseThrow())))
                .contains(resolution);
        assertThat(draft.value()).contains(bytes(resolution.json().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"decision\":\"forgotten\",\"by\":\"a\",\"at\":\"2026-11-22T02:00:00Z\"}",
                "{\"decision\":\"discarded\",\"by\":\"a\",\"at\":\"then\"}"
            })
    void whatIsNoResolutionIsNone(String value) {
        assertThat(Resolution.of(record("dl-0-1", bytes(value)))).isEmpty();
    }

    @Test
    void aDeadLettersIdIsItsPlace() {
        assertThat(new DeadLetterId(new Place(0, 17))).hasToString("dl-0-17");
        assertThat(DeadLetterId.parse(" dl-0-17")).contains(new DeadLetterId(new Place(0, 17)));
        assertThat(Stream.of("dl-0", "dl-0-x", "q0-17-7k3m9qxr2ztc5vbn", "dl-0-9999999999999999999", "")
                        .flatMap(text -> DeadLetterId.parse(text).stream()))
                .isEmpty();
    }

    private static StoredRecord record(String about, byte[] value) {
        return new StoredRecord(0, 20, AT, "key", Map.of("about", about), value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
