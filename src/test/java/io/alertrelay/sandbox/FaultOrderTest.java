package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words with which people order faults, on the command line and over HTTP. */
class FaultOrderTest {
    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("status", new Fault.Status(500, "InternalError", "as ordered")),
                Arguments.of("status:503", new Fault.Status(503, "InternalError", "as ordered")),
                Arguments.of("too-many-requests", new Fault.TooManyRequests(Optional.empty())),
                Arguments.of("too-many-requests:30", new Fault.TooManyRequests(Optional.of("30"))),
                Arguments.of("ok-with-error:NoLicense", new Fault.OkWithError("NoLicense", "as ordered")),
                Arguments.of("hang", new Fault.Hang()),
                Arguments.of("delay:1500", new Fault.Delay(Duration.ofMillis(1500))),
                Arguments.of("reset", new Fault.Reset()),
                Arguments.of("half-answer", new Fault.HalfAnswer()),
                Arguments.of("reset-after-accept", new Fault.ResetAfterAccept()),
                Arguments.of("html", new Fault.Html()),
                Arguments.of("redirect:http://h:1/p?a=b", new Fault.Redirect("http://h:1/p?a=b")),
                Arguments.of("endless", new Fault.Endless(EndlessPart.BODY)),
                Arguments.of("endless:headers", new Fault.Endless(EndlessPart.HEADERS)),
                Arguments.of("endless:trickle", new Fault.Endless(EndlessPart.TRICKLE)),
                Arguments.of("gzip-bomb", new Fault.GzipBomb()));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyKindCanBeOrderedOnTheCommandLine(String word, Fault fault) {
        FaultOrder order = FaultOrder.parse("KEY=" + word);

        assertThat(order.integrationKey()).isEqualTo("KEY");
        assertThat(order.fault()).isEqualTo(fault);
        assertThat(order.times()).isEmpty();
    }

    @Test
    void thereIsAWordForEveryFault() {
        assertThat(words().<Class<?>>map(arguments -> arguments.get()[1].getClass()))
                .containsAll(Arrays.asList(Fault.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3cret|expected KEY=KIND",
                "=hang|expected KEY=KIND",
                "s3cret=sleep|kind: found \"sleep\", expected one of status, too-many-requests",
                "s3cret=hang:1|hang takes no argument",
                "s3cret=status:abc|code: found \"abc\", expected a whole number",
                "s3cret=status:200|code: found 200",
                "s3cret=delay:0|delay: found PT0S",
                "s3cret=endless:footers|part: found \"footers\", expected one of body, trickle, headers"
            })
    void aWrongOrderIsExplainedWithoutItsKey(String order, String message) {
        assertThatThrownBy(() -> FaultOrder.parse(order))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theJsonFormTakesAllArgumentsAndACount() {
        FaultOrder order = read(
                "{\"key\":\"k\",\"kind\":\"status\",\"args\":{\"code\":401,\"error\":\"E\",\"message\":\"m\"},\"times\":3}");

        assertThat(order.fault()).isEqualTo(new Fault.Status(401, "E", "m"));
        assertThat(order.times()).contains(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]|the body: found an array",
                "{\"kind\":\"hang\"}|key: found nothing",
                "{\"key\":\"\",\"kind\":\"hang\"}|key: found an empty text",
                "{\"key\":\"k\"}|kind: found nothing",
                "{\"key\":\"k\",\"kind\":\"hang\",\"time\":1}|found the field \"time\"",
                "{\"key\":\"k\",\"kind\":\"hang\",\"args\":[]}|args: found an array",
                "{\"key\":\"k\",\"kind\":\"hang\",\"args\":{\"code\":1}}|args: found \"code\", expected none",
                "{\"key\":\"k\",\"kind\":\"status\",\"args\":{\"cod\":1}}|args: found \"cod\", expected only code,",
                "{\"key\":\"k\",\"kind\":\"hang\",\"times\":0}|times: found 0",
                "{\"key\":\"k\",\"kind\":\"hang\",\"times\":1.5}|times: found 1.5",
                "{\"key\":\"k\",\"kind\":\"hang\",\"times\":9999999999}|times: found 9999999999",
                "{\"key\":\"k\",\"kind\":\"hang\",\"times\":\"2\"}|times: found \"2\""
            })
    void aWrongJsonOrderNamesTheField(String bodyAndMessage) {
        String[] parts = bodyAndMessage.split("\\|", 2);

        assertThatThrownBy(() -> read(parts[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(parts[1]);
    }

    @Test
    void theKeyIsNotInTheTextOfAnOrder() {
        assertThat(FaultOrder.parse("s3cret-key=hang").toString())
                .contains("s3cr…")
                .doesNotContain("s3cret");
    }

    private static FaultOrder read(String json) {
        return FaultOrder.read(RunningSandbox.json(json));
    }
}
