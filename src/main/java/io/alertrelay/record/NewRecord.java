package io.alertrelay.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A record to be written. Texts are UTF-8. */
public final class NewRecord {
    private final String key;
    private final Optional<byte[]> value;
    private final List<String> headers = new ArrayList<>(32);

    NewRecord(String key, byte[] value) {
        this(key, Optional.of(value));
    }

    private NewRecord(String key, Optional<byte[]> value) {
        this.key = key;
        this.value = value;
    }

    /** A tombstone. */
    static NewRecord tombstone(String key) {
        return new NewRecord(key, Optional.empty());
    }

    /** A record without headers; the latest one of each key counts. */
    public static NewRecord of(String key, byte[] value) {
        return new NewRecord(key, value);
    }

    NewRecord with(String header, String text) {
        headers.add(header);
        headers.add(text);
        return this;
    }

    NewRecord with(String header, Optional<String> text) {
        return text.isPresent() ? with(header, text.get()) : this;
    }

    /** The record's key, as text. */
    public String key() {
        return key;
    }

    /** Empty for a tombstone. */
    public Optional<byte[]> value() {
        return value;
    }

    /** Passes on each header, by name, in order. */
    public void headers(BiConsumer<String, String> each) {
        for (int i = 0; i < headers.size(); i += 2) {
            each.accept(headers.get(i), headers.get(i + 1));
        }
    }
}
