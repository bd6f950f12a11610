package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {
    private final TopicNames names = new TopicNames("alert-relay.");

    @Test
    void aPlainChannelNameIsReadableInItsTopic() {
        assertThat(names.channel("oncall-default")).isEqualTo("alert-relay.channel.oncall-default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"支付", "a b", "a.b", "a_b", "..", "x/y", "🚨", "%", "a\tb"})
    void anyChannelNameGivesALegalTopic(String channel) {
        Topic.validate(names.channel(channel));
    }

    @Test
    void noTwoChannelsShareATopic() {
        Set<String> topics = new HashSet<>();
        for (String channel : List.of("a.b", "a_b", "a-b", "a b", "支付", "平台", "A-B", "ab")) {
            assertThat(topics.add(names.channel(channel))).as(channel).isTrue();
        }
    }

    @Test
    void aNameKeepsItsTopicForEver() {
        assertThat(TopicNames.slug("支付 payments")).isEqualTo("payments-xd6aac4f52ce0");
    }
}
