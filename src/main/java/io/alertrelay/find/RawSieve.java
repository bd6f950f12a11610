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
 * Keeps the records whose bytes contain what a matching alert must contain, and no resolutions. A record
 * without a header with its integration is kept for the caller to decide. Thread-safe.
 */
final class RawSieve implements RecordSieve {
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private final Optional<byte[]> integration;
    private final TopicNames names;
    private final Optional<ChannelSearch> channel;
    private final List<RawText> texts;

    /**
     * @param made names of labels that the relay adds itself, and that a body need not contain
     * @param channel excludes webhooks; empty if alerts of all channels match
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
                // The longest text is found fastest, and excludes most.
                .sorted(Comparator.comparing(String::length).reversed())
                .map(RawText::new)
                .toList();
    }

    @Override
    public boolean keeps(String topic, Headers headers, ByteBuffer value) {
        // The headers of other topics are not read unless needed, because that takes long.
        if (topic.equals(names.quarantine()) && headers.lastHeader(HeaderNames.ABOUT) != null) {
            return false;
        }
        if (channel.isPresent()
                && topic.equals(names.webhooks())
                && !channel.get().mayHave(headers)) {
            return false;
        }
        return integration.map(name -> isBy(name, headers)).orElse(true)
                && (topic.equals(names.webhooks()) && isQuoted(value)
                        || texts.stream().allMatch(text -> text.isIn(value)));
    }

    /** A body in quotes may be JSON that was encoded once more, with texts that are escaped twice. */
    private static boolean isQuoted(ByteBuffer body) {
        int at = body.position();
        while (at < body.limit() && (isBlank(body.get(at)) || BYTE_ORDER_MARK.indexOf(body.get(at) & 0xff) >= 0)) {
            at++;
        }
        return at < body.limit() && (body.get(at) == '"' || body.get(at) == '\'');
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    private static boolean isBy(byte[] name, Headers headers) {
        Header header = headers.lastHeader(HeaderNames.INTEGRATION);
        return header == null || Arrays.equals(name, header.value());
    }
}
