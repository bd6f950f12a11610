package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledDeliveryTest {
    private static final String ALERT = "w0-1-0000000000000000/0/";

    @Test
    void aReceiptIsNotOfAChannelWhoseNameOnlyBeginsItsChannelsName() {
        StoredRecord receipt = receipt(ALERT + "ops/db", Map.of(HeaderNames.CHANNEL, "ops/db"));

        assertThat(SettledDelivery.place(receipt, "ops")).isEmpty();
        assertThat(SettledDelivery.place(receipt, "ops/db")).contains(new Place(0, 11));
    }

    @Test
    void theReceiptOfAReplayedEventIsItsChannels() {
        StoredRecord receipt =
                receipt(ALERT + "ops/r123", Map.of(HeaderNames.CHANNEL, "ops", HeaderNames.REPLAY, "r123"));

        assertThat(SettledDelivery.place(receipt, "ops")).contains(new Place(0, 11));
        assertThat(SettledDelivery.place(receipt, "ops/r123")).isEmpty();
    }

    @Test
    void theKeyNamesTheChannelWhereTheHeaderIsDamaged() {
        StoredRecord receipt = receipt(ALERT + "支付", Map.of(HeaderNames.CHANNEL, "??"));

        assertThat(SettledDelivery.place(receipt, "支付")).contains(new Place(0, 11));
        assertThat(SettledDelivery.place(receipt, "??")).isEmpty();
    }

    private static StoredRecord receipt(String key, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(HeaderNames.POSITION, "0:11");
        return new StoredRecord(0, 7, Instant.EPOCH, key, all, new byte[0]);
    }
}
