package io.alertrelay.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.embedded.LogBatches.Gap;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** Which stretches of a log file are damaged. */
class LogBatchesTest {
    private static final long BASE = 1_000;

    @Test
    void aFileAsKafkaWroteItHasNone() {
        assertThat(gaps(file(batch(1_000, 3), batch(1_003, 1), batch(1_004, 2))))
                .isEmpty();
    }

    @Test
    void aFlippedByteOfAValueCostsItsBatchAndNoOther() {
        ByteBuffer first = batch(1_000, 3);
        ByteBuffer second = batch(1_003, 2);
        ByteBuffer file = file(first, second, batch(1_005, 1));
        flip(file, first.limit() + second.limit() - 3);

        assertThat(gaps(file)).containsExactly(new Gap(first.limit(), first.limit() + second.limit(), 1_003, 2));
    }

    @Test
    void aFlippedByteOfALengthCostsItsBatchAndNoOther() {
        ByteBuffer first = batch(1_000, 3);
        ByteBuffer second = batch(1_003, 2);
        ByteBuffer file = file(first, second, batch(1_005, 1));
        flip(file, first.limit() + 9);

        assertThat(gaps(file)).containsExactly(new Gap(first.limit(), first.limit() + second.limit(), 1_003, 2));
    }

    @Test
    void withoutChecksumsWhatLinksTheBatchesIsStillLookedAt() {
        ByteBuffer first = batch(1_000, 1);
        ByteBuffer file = file(first, batch(1_001, 1), batch(1_002, 1));
        flip(file, first.limit() + 16);

        assertThat(new LogBatches(file, BASE, false).gaps()).hasSize(1);
    }

    @Test
    void aBatchThatWasNotWrittenToItsEndIsNoDamageBecauseNobodyWasToldThatItIsStored() {
        ByteBuffer first = batch(1_000, 1);
        ByteBuffer file = file(first, batch(1_001, 5));
        file.limit(first.limit() + 80);

        assertThat(gaps(file)).isEmpty();
    }

    @Test
    void offsetsThatCompactionTookOutAreNoDamage() {
        assertThat(gaps(file(batch(1_000, 1), batch(1_500, 1)))).isEmpty();
    }

    private static List<Gap> gaps(ByteBuffer file) {
        return new LogBatches(file, BASE, true).gaps();
    }

    private static void flip(ByteBuffer file, int at) {
        file.put(at, (byte) (file.get(at) ^ 0x40));
    }

    private static ByteBuffer batch(long offset, int records) {
        SimpleRecord[] all = new SimpleRecord[records];
        for (int i = 0; i < records; i++) {
            all[i] = new SimpleRecord(1L, "key".getBytes(UTF_8), ("value " + i).getBytes(UTF_8));
        }
        return MemoryRecords.withRecords(offset, Compression.NONE, all).buffer();
    }

    private static ByteBuffer file(ByteBuffer... batches) {
        int size = 0;
        for (ByteBuffer batch : batches) {
            size += batch.remaining();
        }
        ByteBuffer file = ByteBuffer.allocate(size);
        for (ByteBuffer batch : batches) {
            file.put(batch.duplicate());
        }
        return file.flip();
    }
}
