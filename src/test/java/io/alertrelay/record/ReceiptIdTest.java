package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.intake.Nonces;
import io.alertrelay.record.ReceiptId.Topic;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptIdTest {
    @Test
    void namesTheRecordAndReadsBackAsItWasWritten() {
        ReceiptId receipt = new ReceiptId(Topic.QUARANTINE, 3, 1042, "7k3m9qxr2ztc5vbn");

        assertThat(receipt).hasToString("q3-1042-7k3m9qxr2ztc5vbn");
        assertThat(ReceiptId.parse(" q3-1042-7k3m9qxr2ztc5vbn\n")).contains(receipt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "w", "w0-1", "x0-1-7k3m9qxr2ztc5vbn", "w0-1-7k3m9qxr2ztc5vb", "w-1-1-7k3m9qxr2ztc5vbn"})
    void readsNothingElse(String text) {
        assertThat(ReceiptId.parse(text)).isEmpty();
    }

    @Test
    void noncesUseAllOfTheirAlphabetAndDoNotRepeat() {
        Nonces nonces = new Nonces(new Random(7));
        Set<String> seen = new HashSet<>();
        Set<Integer> characters = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String nonce = nonces.next();
            assertThat(seen.add(nonce)).isTrue();
            nonce.chars().forEach(characters::add);
        }
        assertThat(characters).hasSize(32);
    }
}
