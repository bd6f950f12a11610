package io.alertrelay.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers texts from 0 in the order in which they are first seen, and finds them again. Holds a text of 40 bytes in
 * about 65, a third of what a map of strings takes, so that an audit of millions of deliveries fits into memory.
 */
final class IdTable {
    private static final int CHUNK = 1 << 20;
    private static final int MAX_LENGTH = 4096;

    private final List<byte[]> chunks = new ArrayList<>();
    private int used = CHUNK;
    private long[] places = new long[1024];
    /** Of each text: nearly all others are told apart by it, without a look at their bytes. */
    private int[] hashes = new int[1024];

    private int[] slots = empty(2048);
    private int size;

    /** The number of the text, which is added if it is new: then it is what {@link #size} was before. */
    int add(String text) {
        byte[] bytes = bytes(text);
        int hash = hash(bytes);
        int slot = slot(bytes, hash);
        if (slots[slot] >= 0) {
            return slots[slot];
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        places[size] = store(bytes);
        hashes[size] = hash;
        slots[slot] = size++;
        if (size * 2L > slots.length) {
            grow();
        }
        return size - 1;
    }

    /** The number of the text, or -1 if it was never added. */
    int find(String text) {
        byte[] bytes = bytes(text);
        return slots[slot(bytes, hash(bytes))];
    }

    /** The text with that number. */
    String text(int number) {
        byte[] chunk = chunks.get((int) (places[number] / CHUNK));
        int at = (int) (places[number] % CHUNK);
        return new String(chunk, at + 2, length(chunk, at), StandardCharsets.UTF_8);
    }

    /** How many texts there are. */
    int size() {
        return size;
    }

    private int slot(byte[] bytes, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] >= 0 && !(hashes[slots[slot]] == hash && equal(slots[slot], bytes))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean equal(int number, byte[] bytes) {
        byte[] chunk = chunks.get((int) (places[number] / CHUNK));
        int at = (int) (places[number] % CHUNK);
        int length = length(chunk, at);
        return Arrays.equals(chunk, at + 2, at + 2 + length, bytes, 0, bytes.length);
    }

    private long store(byte[] bytes) {
        if (used + bytes.length + 2 > CHUNK) {
            chunks.add(new byte[CHUNK]);
            used = 0;
        }
        byte[] chunk = chunks.get(chunks.size() - 1);
        long place = (chunks.size() - 1L) * CHUNK + used;
        chunk[used] = (byte) (bytes.length >> 8);
        chunk[used + 1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, chunk, used + 2, bytes.length);
        used += bytes.length + 2;
        return place;
    }

    private void grow() {
        slots = empty(slots.length * 2);
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = hashes[number] & mask;
            while (slots[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
    }

    private static int length(byte[] chunk, int at) {
        return (chunk[at] & 0xff) << 8 | chunk[at + 1] & 0xff;
    }

    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_LENGTH ? bytes : Arrays.copyOf(bytes, MAX_LENGTH);
    }

    private static int hash(byte[] bytes) {
        // MurmurHash3's last step: ids differ in few places only, and their plain hashes would crowd together.
        int hash = Arrays.hashCode(bytes);
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, -1);
        return slots;
    }
}
