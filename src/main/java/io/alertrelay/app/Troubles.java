package io.alertrelay.app;

import io.alertrelay.alert.Severity;
import io.alertrelay.cli.Times;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.kafka.embedded.DiskRoom.DiskState;
import io.alertrelay.kafka.embedded.DiskRoom.Level;
import io.alertrelay.selfalert.Findings;
import io.alertrelay.selfalert.SelfTrouble;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import io.alertrelay.text.ShellWord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Describes problems in words for the person on call, in Chinese and then in English, each with a first command to run.
 */
final class Troubles {
    /** Fewer posts without a key are not worth a report: whoever tries addresses sends some. */
    private static final long MANY = 10;

    private final String relay;
    private final SelfAlertSettings settings;
    private final List<SelfTrouble> all = new ArrayList<>();
    private final Set<TroubleKind> notKnown = EnumSet.noneOf(TroubleKind.class);

    /** @param relay its name */
    Troubles(String relay, SelfAlertSettings settings) {
        this.relay = relay;
        this.settings = settings;
    }

    /** All that was added, without the kinds that are not reported. */
    Findings all() {
        notKnown.retainAll(settings.kinds());
        return new Findings(
                all.stream()
                        .filter(one -> one.kind() == TroubleKind.HEARTBEAT
                                || settings.kinds().contains(one.kind()))
                        .toList(),
                notKnown);
    }

    /** @param counts of bodies in quarantine, by integration; empty if they are not known yet */
    Troubles quarantined(Optional<Map<String, Long>> counts) {
        known(TroubleKind.QUARANTINED, counts, Map.of()).forEach((integration, count) -> {
            String command = "relay quarantine list --integration " + ShellWord.of(integration);
            add(
                    TroubleKind.QUARANTINED,
                    integration,
                    Severity.WARNING,
                    new Words(
                            "集成 " + integration + " 发来的内容无法读取",
                            "最近 " + chinese(settings.againAfter()) + "有 " + count
                                    + " 个请求体进入隔离区，可能是 ARMS 模板被修改：模板必须只有 $alertmanager_content。请运行：" + command),
                    new Words(
                            "integration " + integration + ": what it posts can't be read",
                            count + " in quarantine in the last " + english(settings.againAfter())
                                    + ". Perhaps the ARMS template was changed: it must be"
                                    + " just $alertmanager_content. See: " + command));
        });
        return this;
    }

    /** @param counts of dead letters, by channel; empty if they are not known yet */
    Troubles deadLettered(Optional<Map<String, Long>> counts) {
        known(TroubleKind.DEAD_LETTERED, counts, Map.of()).forEach((channel, count) -> {
            String command = "relay dead-letters list --channel " + ShellWord.of(channel);
            add(
                    TroubleKind.DEAD_LETTERED,
                    channel,
                    Severity.WARNING,
                    new Words(
                            "协作空间 " + channel + " 有告警未能送达",
                            "最近 " + chinese(settings.againAfter()) + "有 " + count + " 条告警成为死信。请运行：" + command),
                    new Words(
                            "channel " + channel + ": alerts were given up",
                            Plural.of(count, "dead letter") + " in the last " + english(settings.againAfter())
                                    + ". See: " + command));
        });
        return this;
    }

    /** @param posts that were refused; empty if they are not known */
    Troubles refused(Optional<RefusedPosts.Counts> posts) {
        RefusedPosts.Counts counts = known(TroubleKind.REFUSED, posts, RefusedPosts.Counts.NONE);
        counts.unauthorized().forEach((integration, count) -> {
            if (integration.isEmpty() && (count >= MANY || counts.unknownKeys() > 0)) {
                String command = "relay audit --from 1h";
                add(
                        TroubleKind.REFUSED,
                        "",
                        Severity.WARNING,
                        new Words("有请求因集成密钥错误被拒绝", chineseRefused(count, "得到 401", "已丢失") + "来源地址见日志。请运行：" + command),
                        new Words(
                                "posts with a wrong integration key are refused",
                                englishRefused(count, "answered 401", "are lost") + "The log names who posts. See: "
                                        + command));
            } else if (!integration.isEmpty() && !counts.others().containsKey(integration)) {
                String command = "relay status";
                add(
                        TroubleKind.REFUSED,
                        integration,
                        Severity.WARNING,
                        new Words(
                                "集成 " + integration + " 的密钥已过期，请求被拒绝",
                                chineseRefused(count, "得到 401", "已丢失") + "请为 ARMS 换上新密钥。请运行：" + command),
                        new Words(
                                "integration " + integration + ": posts with an expired key are refused",
                                englishRefused(count, "answered 401", "are lost") + "Give ARMS the new key. See: "
                                        + command));
            }
        });
        counts.others().forEach((integration, others) -> {
            long count = others + counts.unauthorized().getOrDefault(integration, 0L);
            String command = "relay find --outcome refused --integration " + ShellWord.of(integration);
            add(
                    TroubleKind.REFUSED,
                    integration,
                    Severity.WARNING,
                    new Words(
                            "集成 " + integration + " 的请求被拒绝",
                            chineseRefused(count, "被拒绝", "可能已丢失") + "每个的原因请运行：" + command),
                    new Words(
                            "integration " + integration + ": posts are refused",
                            englishRefused(count, "refused", "may be lost") + "Why each was, see: " + command));
        });
        return this;
    }

    /**
     * After a 503 some senders post again, and some posts were stored all the same: only what had a wrong key is lost.
     */
    private String chineseRefused(long count, String how, String alerts) {
        return "最近 " + chinese(settings.againAfter()) + "有 " + count + " 个请求" + how + "，其中的告警" + alerts + "。";
    }

    private String englishRefused(long count, String how, String alerts) {
        return count + (count == 1 ? " was " : " were ") + how + " in the last " + english(settings.againAfter())
                + ", and their alerts " + alerts + ". ";
    }

    /**
     * @param causes of channels that are held for too long, by name; the channel that receives the reports can't
     *     receive one about itself
     * @param complete whether all others are known not to be
     */
    Troubles held(Map<String, String> causes, boolean complete) {
        if (!complete) {
            notKnown.add(TroubleKind.HELD);
        }
        causes.forEach((channel, cause) -> {
            if (!channel.equals(settings.channel())) {
                String command = "relay channels list";
                add(
                        TroubleKind.HELD,
                        channel,
                        Severity.CRITICAL,
                        new Words(
                                "协作空间 " + channel + " 无法投递",
                                "超过 " + chinese(settings.heldAfter()) + "没有一条送达；告警在等待，不会丢失。请运行：" + command),
                        // The cause comes last: it may be long, and what is beyond the end of the line is cut off.
                        new Words(
                                "channel " + channel + ": nothing gets through",
                                "Nothing has got through for more than " + english(settings.heldAfter())
                                        + ". Nothing is lost, alerts wait. See: " + command + ". The cause: " + cause));
            }
        });
        return this;
    }

    /**
     * @param severities the highest that is late, by channel; also of the channel that receives the reports, which runs
     * @param complete whether all others are known not to be late
     */
    Troubles late(Map<String, Severity> severities, boolean complete) {
        if (!complete) {
            notKnown.add(TroubleKind.LATE);
        }
        severities.forEach((channel, severity) -> {
            String command = "relay find --channel " + ShellWord.of(channel) + " --outcome waiting --to "
                    + (isWholeMinutes(settings.lateAfter())
                            ? settings.lateAfter().toMinutes() + "m"
                            : settings.lateAfter().toSeconds() + "s");
            add(
                    TroubleKind.LATE,
                    channel,
                    severity == Severity.CRITICAL ? Severity.CRITICAL : Severity.WARNING,
                    new Words(
                            "协作空间 " + channel + " 有告警迟迟未送达",
                            "有告警已等待超过 " + chinese(settings.lateAfter())
                                    + "：它投递失败而其他告警能送达，或告警来得比速率允许的快，或仍在补发挂起、暂停期间积压的告警；告警不会丢失。请运行：" + command),
                    new Words(
                            "channel " + channel + ": alerts wait too long",
                            "An alert has waited for more than " + english(settings.lateAfter())
                                    + " while the channel runs: it fails while others get through, or more comes than"
                                    + " its rate takes, or what waited while it was held or paused is still being"
                                    + " sent. Nothing is lost. See: " + command));
        });
        return this;
    }

    /** @param reading of the embedded broker's disk, if there is one */
    Troubles disk(Optional<DiskState> reading) {
        reading.filter(now -> now.level() != Level.ENOUGH || now.free() < 2 * now.wanted())
                .ifPresent(now -> add(
                        TroubleKind.DISK,
                        "",
                        now.level() == Level.ENOUGH ? Severity.WARNING : Severity.CRITICAL,
                        new Words(
                                "磁盘空间即将用尽",
                                now.level() == Level.ENOUGH
                                        ? "数据目录的磁盘空间即将用尽，届时将不再接收告警。请清理磁盘，或迁移 kafka.data"
                                        : "已停止接收告警（503），ARMS 不会重发，请立即清理磁盘，或迁移 kafka.data；不要重启中继"),
                        new Words(
                                "the disk is nearly full",
                                now.text()
                                        + (now.level() == Level.ENOUGH
                                                ? ". With less than that no webhooks are taken"
                                                : ". Webhooks are answered 503 now, and ARMS does not send them"
                                                        + " again. Do not restart the relay"))));
        return this;
    }

    /** @param found how many deliveries the last audit found unaccounted for; empty if there was none yet */
    Troubles unaccounted(Optional<Long> found) {
        long count = known(TroubleKind.UNACCOUNTED, found, 0L);
        if (count > 0) {
            String command = "relay audit --from 2h";
            add(
                    TroubleKind.UNACCOUNTED,
                    "",
                    Severity.CRITICAL,
                    new Words(count + " 条投递去向不明", "对账发现最近一小时接收的告警中有去向不明的，可能没有送达。请运行：" + command),
                    new Words(
                            count + (count == 1 ? " delivery is" : " deliveries are") + " unaccounted for",
                            "They were accepted in the last hour and may not have been delivered. See: " + command));
        }
        return this;
    }

    /**
     * @param at now, which distinguishes each heartbeat from the others
     * @param zone of the people who read it
     */
    Troubles heartbeat(Instant at, ZoneId zone) {
        if (settings.heartbeat().isPresent()) {
            String now = new Times(zone, at).show(at);
            add(
                    TroubleKind.HEARTBEAT,
                    "",
                    Severity.INFO,
                    new Words("心跳", now + " 告警链路正常。若心跳中断，说明告警链路不通。"),
                    new Words(
                            "heartbeat",
                            "At " + now
                                    + " alerts went through this relay to Flashduty. When this stops, they do not"));
        }
        return this;
    }

    private <T> T known(TroubleKind kind, Optional<T> what, T nothing) {
        if (what.isEmpty()) {
            notKnown.add(kind);
        }
        return what.orElse(nothing);
    }

    /** Chinese first: a phone shows the beginning. */
    private void add(TroubleKind kind, String subject, Severity severity, Words chinese, Words english) {
        all.add(new SelfTrouble(
                relay,
                kind,
                subject,
                severity,
                SelfTrouble.MARK + " " + relay + "] " + OneLine.of(chinese.title() + " / " + english.title()),
                OneLine.of(chinese.message() + " / " + english.message())));
    }

    private static String chinese(Duration duration) {
        return isWholeMinutes(duration) ? duration.toMinutes() + " 分钟" : duration.toSeconds() + " 秒";
    }

    private static String english(Duration duration) {
        return isWholeMinutes(duration) ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    private static boolean isWholeMinutes(Duration duration) {
        return duration.toSeconds() % 60 == 0;
    }

    /** What is reported, in one language. */
    private record Words(String title, String message) {}
}
