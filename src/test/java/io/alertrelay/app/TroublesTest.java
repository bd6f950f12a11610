package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.kafka.embedded.DiskRoom.DiskState;
import io.alertrelay.kafka.embedded.DiskRoom.Level;
import io.alertrelay.selfalert.Findings;
import io.alertrelay.selfalert.SelfTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the person on call reads. */
class TroublesTest {
    @Test
    void theDiskIsReportedWithWhatWillStopAndOnceItHasStoppedWithThat() {
        assertThat(disk(250, 100, Level.ENOUGH)).isEmpty();
        assertThat(disk(150, 100, Level.ENOUGH)).singleElement().satisfies(low -> {
            assertThat(low.severity()).isEqualTo(Severity.WARNING);
            assertThat(low.message()).contains("With less than that no webhooks are taken", "届时将不再接收告警");
        });
        for (int free : List.of(40, 90, 105)) {
            assertThat(disk(free, 100, free < 50 ? Level.NONE : Level.LITTLE))
                    .singleElement()
                    .satisfies(full -> {
                        assertThat(full.severity()).isEqualTo(Severity.CRITICAL);
                        assertThat(full.message())
                                .contains("answered 503 now", "已停止接收告警（503）", "Do not restart", "不要重启")
                                .doesNotContain("less than that", "届时");
                    });
        }
    }

    @Test
    void refusedPostsThatAreNotKnownKeepNothingElseFromBeingReported() {
        Findings found = new Troubles("relay", of(TroubleKind.REFUSED, TroubleKind.HELD))
                .refused(Optional.empty())
                .held(Map.of("payments", "503"), true)
                .all();

        assertThat(found.notKnown()).containsExactly(TroubleKind.REFUSED);
        assertThat(found.wrong()).extracting(SelfTrouble::subject).containsExactly("payments");
    }

    @Test
    void aFewPostsWithoutAnyKeyAreNotReported() {
        assertThat(new Troubles("relay", of(TroubleKind.REFUSED))
                        .refused(Optional.of(new RefusedPosts.Counts(Map.of("", 9L), 0, Map.of())))
                        .all()
                        .wrong())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "1, 1"})
    void whatTellsOfPostsWithAWrongKeyIsNamed(long posts, long unknownKeys) {
        assertThat(new Troubles("relay", of(TroubleKind.REFUSED))
                        .refused(Optional.of(new RefusedPosts.Counts(Map.of("", posts), unknownKeys, Map.of())))
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(one -> assertThat(one.message())
                        .contains("来源地址见日志。请运行：relay audit --from 1h /", "See: relay audit --from 1h"));
    }

    @Test
    void aNameThatAShellWouldSplitIsQuotedInTheCommand() {
        assertThat(new Troubles("relay", of(TroubleKind.DEAD_LETTERED))
                        .deadLettered(Optional.of(Map.of("支付 值班", 1L)))
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(one -> assertThat(one.message()).endsWith("See: relay dead-letters list --channel '支付 值班'"));
    }

    @Test
    void whatWasRefusedForOtherReasonsThanItsKeyIsTold() {
        assertThat(new Troubles("relay", of(TroubleKind.REFUSED))
                        .refused(Optional.of(new RefusedPosts.Counts(Map.of("arms", 1L), 0, Map.of("arms", 2L))))
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.subject()).isEqualTo("arms");
                    assertThat(one.title()).contains("集成 arms 的请求被拒绝 / integration arms: posts are refused");
                    assertThat(one.message())
                            .contains(
                                    "有 3 个请求被拒绝，其中的告警可能已丢失",
                                    "3 were refused in the last 60 min, and their alerts may be lost. ",
                                    "relay find --outcome refused --integration arms");
                });
    }

    @Test
    void whatHadAnExpiredKeyIsLost() {
        assertThat(new Troubles("relay", of(TroubleKind.REFUSED))
                        .refused(Optional.of(new RefusedPosts.Counts(Map.of("arms", 1L), 0, Map.of())))
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.message()).contains("得到 401，其中的告警已丢失", ", and their alerts are lost. "));
    }

    @Test
    void aPhoneShowsTheChineseFirstAndALongCauseCutsNothingOffThatIsToBeDone() {
        assertThat(new Troubles("prod", of(TroubleKind.HELD))
                        .held(Map.of("payments", "503 ".repeat(200)), true)
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.title())
                            .isEqualTo(
                                    "[Alert Relay prod] 协作空间 payments 无法投递 / channel payments: nothing gets through");
                    assertThat(one.message())
                            .startsWith("超过 10 分钟没有一条送达；告警在等待，不会丢失。请运行：relay channels list / Nothing has got")
                            .contains("See: relay channels list. The cause: 503 503")
                            .endsWith("…");
                });
    }

    @Test
    void aChannelThatRunsAndIsLateIsReportedAlsoIfItReceivesTheReportsAsCriticalOnlyIfACriticalWaits() {
        assertThat(new Troubles("prod", of(TroubleKind.LATE))
                        .late(Map.of("ops", Severity.INFO), true)
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Severity.WARNING);
                    assertThat(one.title())
                            .isEqualTo("[Alert Relay prod] 协作空间 ops 有告警迟迟未送达 / channel ops: alerts wait too long");
                    assertThat(one.message())
                            .startsWith("有告警已等待超过 10 分钟：")
                            .contains("An alert has waited for more than 10 min while the channel runs")
                            .endsWith("See: relay find --channel ops --outcome waiting --to 10m");
                });
        assertThat(new Troubles("prod", of(TroubleKind.LATE))
                        .late(Map.of("payments", Severity.CRITICAL), true)
                        .all()
                        .wrong())
                .extracting(SelfTrouble::severity)
                .containsExactly(Severity.CRITICAL);
        assertThat(new Troubles("prod", of(TroubleKind.LATE))
                        .late(Map.of(), false)
                        .all()
                        .notKnown())
                .containsExactly(TroubleKind.LATE);
    }

    @Test
    void aHeartbeatSaysTheTimeAsItIsWhereTheRelayIs() {
        SelfAlertSettings beats = new SelfAlertSettings(
                "ops",
                Optional.empty(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Optional.of(Duration.ofMinutes(5)),
                Set.of());

        assertThat(new Troubles("relay", beats)
                        .heartbeat(Instant.parse("2026-11-24T02:00:00.5Z"), ZoneId.of("Asia/Shanghai"))
                        .all()
                        .wrong())
                .singleElement()
                .satisfies(beat -> assertThat(beat.message())
                        .startsWith("2026-11-24 10:00:00 +08:00 告警链路正常")
                        .contains("At 2026-11-24 10:00:00 +08:00 alerts went"));
    }

    private static SelfAlertSettings of(TroubleKind... kinds) {
        return new SelfAlertSettings(
                "ops",
                Optional.empty(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Optional.empty(),
                Set.of(kinds));
    }

    private static List<SelfTrouble> disk(long free, long wanted, Level level) {
        return new Troubles("relay", of(TroubleKind.DISK))
                .disk(Optional.of(new DiskState(
                        Path.of("data"), free << 20, wanted << 20, wanted * 11 / 10 << 20, level, Optional.empty())))
                .all()
                .wrong();
    }
}
