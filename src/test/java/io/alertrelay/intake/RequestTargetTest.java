package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.arms.Sender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event/push/alert/aliyun-arms",
                "/event/push/alert/aliyun-arms/",
                "/event/push/alert/aliyun-arms///",
                "//event/push/alert/aliyun-arms",
                "/event//push/alert//aliyun-arms",
                "http://relay.example.com:8080/event/push/alert/aliyun-arms",
                "http://relay.example.com//event/push/alert/aliyun-arms/",
                "/event/push/alert/aliyun-arms#top",
            })
    void slashesTooManyAndTheFormOfTheTargetDoNotMatter(String target) {
        assertThat(RequestTarget.of(target).sender()).contains(Sender.ARMS);
        assertThat(RequestTarget.of(target).key()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "integration_key=abc",
        "x=%zz&integration_key=abc",
        "integration_key=abc&x=%",
        "x=%e4%b8&integration_key=abc&%=%",
        "=&&integration_key=abc&",
        "integration%5Fkey=%61bc",
        "integration_key=abc%0A",
        "integration_key=abc&integration_key=other",
    })
    void onlyTheParameterWithTheKeyIsDecoded(String query) {
        assertThat(RequestTarget.of("/event/push/alert/aliyun-arms/?" + query).key())
                .contains("abc");
        assertThat(RequestTarget.of("/event/push/alert/aliyun-arms/?" + query).path())
                .isEqualTo(RequestTarget.pathOf(Sender.ARMS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?", "?integration_key", "?integration_key=", "?integration_key=%20", "?INTEGRATION_KEY=a"})
    void aKeyThatIsNotThereIsNone(String query) {
        assertThat(RequestTarget.of("/" + query).key()).isEmpty();
    }

    @Test
    void aBrokenKeyIsTakenAsItStands() {
        assertThat(RequestTarget.of("/?integration_key=a%zzb%").key()).contains("a%zzb%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "/", "//", "http://", "http://x", "?", "#", "%"})
    void oddTargetsAreNoPathOfOurs(String target) {
        assertThat(RequestTarget.of(target).sender()).isEmpty();
    }
}
