package io.alertrelay.intake;

import java.util.random.RandomGenerator;

/** Makes the parts of receipts that can't be guessed: 80 bits each, in Crockford's Base32 in lower case. */
public final class Nonces {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 16;

    private final RandomGenerator random;

    /** @param random must be cryptographically strong where receipts are shared */
    public Nonces(RandomGenerator random) {
        this.random = random;
    }

    /** A new nonce of 16 characters. */
    public String next() {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        StringBuilder text = new StringBuilder(LENGTH);
        for (byte b : bytes) {
            text.append(ALPHABET[b & 31]);
        }
        return text.toString();
    }
}
