package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    private static final int MAX = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 100_000, MAX})
    void unpacksWhatTheJdkPacked(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);

        assertThat(unpack(pack(body))).isEqualTo(body);
    }

    @Test
    void tenThousandEmptyMembersDoNotOverflowTheStack() throws Exception {
        byte[] empty = pack(new byte[0]);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            members.write(empty);
        }
        members.write(pack("{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(unpack(members.toByteArray())).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void membersAreJoinedAndPaddingIsIgnored() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(pack("ab".getBytes(StandardCharsets.UTF_8)));
        packed.write(pack("cd".getBytes(StandardCharsets.UTF_8)));
        packed.write(new byte[100]);

        assertThat(unpack(packed.toByteArray())).isEqualTo("abcd".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void optionalPartsOfTheHeaderAreSkipped() throws Exception {
        byte[] plain = pack("abcd".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(plain, 0, 3);
        packed.write(2 | 4 | 8 | 16);
        packed.write(plain, 4, 6);
        packed.write(new byte[] {3, 0, 'x', 'y', 'z'});
        packed.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        packed.write(new byte[] {1, 2});
        packed.write(plain, 10, plain.length - 10);

        assertThat(unpack(packed.toByteArray())).isEqualTo("abcd".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aThousandfoldBodyEndsAtTheLimit() throws Exception {
        byte[] bomb = pack(new byte[MAX + 1]);
        assertThat(bomb.length).isLessThan(MAX / 500);

        assertThatThrownBy(() -> unpack(bomb)).isInstanceOf(BodyReader.TooLargeException.class);
    }

    @Test
    void endsWhereThereIsNoMoreRoom() throws Exception {
        byte[] packed = pack(new byte[MAX]);
        long[] taken = {0};

        assertThatThrownBy(() -> Gzip.unpack(packed, MAX, size -> (taken[0] += size) < 100_000))
                .isInstanceOf(BodyReader.NoRoomException.class);
        assertThat(taken[0]).isLessThan(200_000);
    }

    @Test
    void everyTruncationAndEveryFlippedByteIsUndecodableOrRight() throws Exception {
        byte[] body = "{\"alerts\":[]}".getBytes(StandardCharsets.UTF_8);
        byte[] packed = pack(body);
        for (int i = 0; i < packed.length; i++) {
            byte[] flipped = packed.clone();
            flipped[i] ^= (byte) 0xff;
            assertDamagedIsNoticed(Arrays.copyOf(packed, i), body);
            assertDamagedIsNoticed(flipped, body);
        }
    }

    @Test
    void headersThatEndInTheMiddleAreUndecodable() {
        for (int flags : new int[] {2, 4, 8, 16, 30}) {
            byte[] head = {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 0};
            assertThatThrownBy(() -> unpack(head)).isInstanceOf(BodyReader.UndecodableException.class);
        }
        byte[] longExtra = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 1};
        assertThatThrownBy(() -> unpack(longExtra)).isInstanceOf(BodyReader.UndecodableException.class);
    }

    private static void assertDamagedIsNoticed(byte[] damaged, byte[] body) throws Exception {
        try {
            assertThat(unpack(damaged)).isEqualTo(body);
        } catch (BodyReader.UndecodableException noticed) {
            assertThat(noticed).hasMessageContaining("Content-Encoding");
        }
    }

    private static byte[] unpack(byte[] packed) throws Exception {
        return Gzip.unpack(packed, MAX, size -> true);
    }

    private static byte[] pack(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }
}
