package io.alertrelay.find;

import io.alertrelay.kafka.RecordSieve;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Keeps the records in whose bytes stands what an alert must say to be found, and the decisions about records. Where no
 * header says by which integration one came, whoever reads it must. For several threads.
 */
final class RawSieve implements RecordSieve {
    private final Optional<byte[]> integration;
    private final TopicNames names;
    private final Optional<ChannelSearch> channel;
    private final List<RawText> texts;

    /**
     * @param made names of labels that the relay makes itself, and that a body need not have
     * @param channel rules webhooks out; empty if alerts of all channels are looked for
     */
    RawSieve(AlertQuery query, Set<String> made, TopicNames names, Optional<ChannelSearch> channel) {
        this.names = names;
        this.channel = channel;
        this.integration = query.integration().map(name -> name.getBytes(StandardCharsets.UTF_8));
        this.texts = Stream.concat(
                        query.texts().stream(),
                        query.labels().entrySet().stream()
                                .filter(label -> !made.contains(label.getKey()))
                                .flatMap(label -> Stream.of(label.getKey(), label.getValue())))
                .filter(text -> !text.isEmpty())
                // The longest is sought fastest, and rules out most.
                .sorted(Comparator.comparing(String::length).reversed())
                .map(RawText::new)
                .toList();
    }

    @Override
    public boolean keeps(String topic, Headers headers, ByteBuffer value) {
        // Of other topics no header is looked at without need, which takes long.
        if (topic.equals(names.quarantine()) && headers.lastHeader(HeaderNames.ABOUT) != null) {
            return true;
        }
        if (channel.isPresent()
                && topic.equals(names.webhooks())
                && !channel.get().mayHave(headers)) {
            return false;
        }
        return integration.map(name -> isBy(name, headers)).orElse(true)
                && texts.stream().allMatch(text -> text.isIn(value));
    }

    private static boolean isBy(byte[] name, Headers headers) {
        Header header = headers.lastHeader(HeaderNames.INTEGRATION);
        return header == null || Arrays.equals(name, header.value());
    }
}
