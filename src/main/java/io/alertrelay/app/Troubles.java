package io.alertrelay.app;

import io.alertrelay.alert.Severity;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.kafka.DiskRoom.DiskState;
import io.alertrelay.kafka.DiskRoom.Level;
import io.alertrelay.selfalert.Findings;
import io.alertrelay.selfalert.SelfTrouble;
import io.alertrelay.text.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes problems in words for the person on call, each with a first command to run. */
final class Troubles {
    /** Fewer posts with an unknown key are not worth a report. */
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
        known(TroubleKind.QUARANTINED, counts, Map.of())
                .forEach((integration, count) -> add(
                        TroubleKind.QUARANTINED,
                        integration,
                        Severity.WARNING,
                        "integration " + integration + ": what it posts can't be read",
                        count + " in quarantine in the last " + lately()
                                + ". Perhaps the ARMS template was changed: it must be"
                                + " just $alertmanager_content. See: relay quarantine list --integration " + integration
                                + " / 有告警无法解析，已进入隔离区，可能是 ARMS 模板被修改。"));
        return this;
    }

    /** @param counts of dead letters, by channel; empty if they are not known yet */
    Troubles deadLettered(Optional<Map<String, Long>> counts) {
        known(TroubleKind.DEAD_LETTERED, counts, Map.of())
                .forEach((channel, count) -> add(
                        TroubleKind.DEAD_LETTERED,
                        channel,
                        Severity.WARNING,
                        "channel " + channel + ": alerts were given up",
                        count + " dead letters in the last " + lately() + ". See: relay dead-letters list --channel "
                                + channel + " / 有告警未能送达，已成为死信。"));
        return this;
    }

    /**
     * @param counts of posts that were answered 401, by integration; {@code ""} for keys that nobody knows; empty if they
     *     are not known
     */
    Troubles refused(Optional<Map<String, Long>> counts) {
        known(TroubleKind.REFUSED, counts, Map.of()).forEach((integration, count) -> {
            if (integration.isEmpty() && count >= MANY) {
                add(
                        TroubleKind.REFUSED,
                        "",
                        Severity.WARNING,
                        "posts with a wrong integration key are refused",
                        count + " were answered 401 in the last " + lately()
                                + ", and their alerts are lost. The log names"
                                + " who posts. See: relay audit --from 1h / 有请求因集成密钥错误被拒绝（401），其告警已丢失。");
            } else if (!integration.isEmpty()) {
                add(
                        TroubleKind.REFUSED,
                        integration,
                        Severity.WARNING,
                        "integration " + integration + ": posts with an expired key are refused",
                        count + " were answered 401 in the last " + lately()
                                + ", and their alerts are lost. Give ARMS the"
                                + " new key. See: relay status / 集成密钥已过期，请求被拒绝（401），其告警已丢失。");
            }
        });
        return this;
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
                add(
                        TroubleKind.HELD,
                        channel,
                        Severity.CRITICAL,
                        "channel " + channel + ": nothing gets through",
                        "Nothing has got through for more than " + text(settings.heldAfter()) + ": " + cause
                                + ". Nothing is lost, alerts wait. See: relay channels list"
                                + " / 该协作空间长时间无法投递，告警在等待，不会丢失。");
            }
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
                        "the disk is nearly full",
                        now.text()
                                + (now.level() == Level.ENOUGH
                                        ? ". With less than that no webhooks are taken / 磁盘空间即将用尽，届时将不再接收告警。"
                                        : ". Webhooks are answered 503 now, and ARMS does not send them again"
                                                + " / 已停止接收告警（503），ARMS 不会重发，请立即清理磁盘。")));
        return this;
    }

    /** @param found how many deliveries the last audit found unaccounted for; empty if there was none yet */
    Troubles unaccounted(Optional<Long> found) {
        long count = known(TroubleKind.UNACCOUNTED, found, 0L);
        if (count > 0) {
            add(
                    TroubleKind.UNACCOUNTED,
                    "",
                    Severity.CRITICAL,
                    count + (count == 1 ? " delivery is" : " deliveries are") + " unaccounted for",
                    "They were accepted in the last hour and may not have been delivered. See: relay audit --from 2h"
                            + " / 对账发现有告警去向不明。");
        }
        return this;
    }

    /** @param now the time in words, which distinguishes each heartbeat from the others */
    Troubles heartbeat(String now) {
        if (settings.heartbeat().isPresent()) {
            add(
                    TroubleKind.HEARTBEAT,
                    "",
                    Severity.INFO,
                    "heartbeat",
                    "At " + now + " alerts went through this relay to Flashduty. When this stops, they do not"
                            + " / 心跳：若中断，说明告警链路不通。");
        }
        return this;
    }

    private <T> T known(TroubleKind kind, Optional<T> what, T nothing) {
        if (what.isEmpty()) {
            notKnown.add(kind);
        }
        return what.orElse(nothing);
    }

    private void add(TroubleKind kind, String subject, Severity severity, String title, String message) {
        all.add(new SelfTrouble(
                relay,
                kind,
                subject,
                severity,
                SelfTrouble.MARK + " " + relay + "] " + OneLine.of(title),
                OneLine.of(message)));
    }

    private String lately() {
        return text(settings.againAfter());
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
