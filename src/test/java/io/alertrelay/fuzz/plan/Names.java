package io.alertrelay.fuzz.plan;

import java.util.List;
import java.util.stream.Stream;

/** What a run consists of: who posts, and where to. */
public final class Names {
    /** Routed by rules. */
    public static final List<String> SHARED = List.of("arms-a", "arms-b");

    /** Straight to one channel. */
    public static final String DEDICATED = "arms-dedicated";

    /** Of several scripts: most have a name that no topic can have, and that ASCII and GBK don't know. */
    public static final List<String> CHANNELS = List.of("payments", "支付组", "дежурные", "المناوبة", "🚨 oncall");

    /** Of its alerts those that no case matches go to the channel of replays, too. */
    public static final String ALSO_LIVE_TO_REPLAYS = "arms-b";

    /** The channel that replays go to. The judgement of what is routed leaves it out. */
    public static final String REPLAYS = "重放";

    /** The channel of the dedicated integration. */
    public static final String DEDICATED_CHANNEL = "payments";

    /** Values of the label {@code team}; the empty one stands for no label. */
    public static final List<String> TEAMS = List.of("payments", "平台组", "данные", "");

    /** The channel in which a firing that was never sent and its recovery may both be left out. */
    public static final String COLLAPSING = "дежурные";

    private Names() {}

    /** All channels, that of replays last. */
    public static List<String> all() {
        return Stream.concat(CHANNELS.stream(), Stream.of(REPLAYS)).toList();
    }

    /** The key with which an integration posts. */
    public static String integrationKey(String integration) {
        return "fuzz-key-of-" + integration;
    }

    /** The key with which the relay pushes to a channel. */
    public static String pushKey(String channel) {
        return "push-" + all().indexOf(channel);
    }

    /** The channel to which a push key belongs. */
    public static String channelOf(String pushKey) {
        return all().get(Integer.parseInt(pushKey.substring("push-".length())));
    }
}
