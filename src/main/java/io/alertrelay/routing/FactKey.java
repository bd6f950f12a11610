package io.alertrelay.routing;

import java.util.Optional;
import java.util.function.Function;

/** The field of an alert that a condition reads. */
sealed interface FactKey {

    /** Its current name in rules; older names of the same key are not distinguished. */
    String word();

    /** The alert's value of it, or empty if it has none. */
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

    /** A label, by its bare name, which may contain dots. */
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
