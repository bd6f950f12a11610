package io.alertrelay.routing;

import java.util.Optional;
import java.util.function.Function;

/** What a condition reads of an alert. */
sealed interface FactKey {

    /** As rules write it today: an older name of the same key has no word of its own. */
    String word();

    /** The value that the alert has for it, or empty if it has none. */
    Optional<String> read(Facts facts);

    /** A key that is not a label. */
    enum Field implements FactKey {
        SEVERITY("severity", facts -> Optional.of(facts.severity().word())),
        TITLE("title", facts -> Optional.of(facts.title())),
        DESCRIPTION("description", facts -> Optional.of(facts.description())),
        DATA_SOURCE_ID("data_source_id", Facts::dataSourceId);

        private final String word;
        private final Function<Facts, Optional<String>> reader;

        Field(String word, Function<Facts, Optional<String>> reader) {
            this.word = word;
            this.reader = reader;
        }

        @Override
        public String word() {
            return word;
        }

        @Override
        public Optional<String> read(Facts facts) {
            return reader.apply(facts);
        }
    }

    /** A label, by its bare name, which may hold dots. */
    record Label(String name) implements FactKey {
        @Override
        public String word() {
            return LabelKey.PREFIX + name;
        }

        @Override
        public Optional<String> read(Facts facts) {
            return Optional.ofNullable(facts.labels().get(name));
        }
    }
}
