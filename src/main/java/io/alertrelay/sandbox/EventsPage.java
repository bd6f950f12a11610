package io.alertrelay.sandbox;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What arrived, for people, in English and Chinese. Every text on it is foreign and is escaped. */
final class EventsPage {
    private static final int ROWS = 25;
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
            <title>Sandbox Flashduty</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; overflow-wrap: anywhere }
            </style></head><body>
            <h1>Sandbox Flashduty <span lang="zh">Flashduty 沙箱</span></h1>
            <p>What was pushed here, by channel, newest first. Nobody is notified.
            <span lang="zh">推送到这里的事件，按协作空间分开，最新的在前；不会通知任何人。</span></p>
            """;
    private static final String TABLE_HEAD = """
            <table><thead><tr><th>Time <span lang="zh">时间</span></th><th>Status <span lang="zh">状态</span></th>
            <th>Title <span lang="zh">标题</span></th><th>alert_key</th>
            <th>Answer <span lang="zh">应答</span></th></tr></thead><tbody>
            """;
    private static final String NOTHING = "<p>Nothing has arrived yet. <span lang=\"zh\">还没有收到事件。</span></p>\n";

    private EventsPage() {}

    /**
     * The page.
     *
     * @param channels the names of those that are known, by key
     * @param all in order of arrival
     * @param alerts the alerts of an integration key
     */
    static String of(
            Map<String, String> channels, List<Received> all, Function<String, Collection<AlertHistory>> alerts) {
        Map<String, List<Received>> byKey = new LinkedHashMap<>();
        channels.keySet().forEach(key -> byKey.put(key, new ArrayList<>()));
        all.forEach(received -> byKey.computeIfAbsent(received.integrationKey(), key -> new ArrayList<>())
                .add(received));
        StringBuilder page = new StringBuilder(HEAD);
        byKey.forEach((key, requests) -> {
            page.append("<h2>").append(title(key, channels)).append("</h2>\n");
            if (requests.isEmpty()) {
                page.append(NOTHING);
            } else {
                section(page, requests, alerts.apply(key));
            }
        });
        return page.append(byKey.isEmpty() ? NOTHING : "")
                .append("</body></html>\n")
                .toString();
    }

    /** By the name of its channel, if that is known; of the key only the beginning is shown. */
    private static String title(String key, Map<String, String> channels) {
        String masked = Text.html(Text.masked(key));
        return Optional.ofNullable(channels.get(key))
                .map(name -> "Channel <span lang=\"zh\">协作空间</span> " + Text.html(name))
                .orElse(masked);
    }

    private static void section(StringBuilder page, List<Received> requests, Collection<AlertHistory> alerts) {
        page.append("<p>%d requests, %d alerts open, %d re-opened, %d recoveries without a firing. "
                .formatted(
                        requests.size(),
                        alerts.stream().filter(AlertHistory::open).count(),
                        sum(alerts, AlertHistory::reopened),
                        sum(alerts, AlertHistory::recoveriesWithoutFiring)));
        page.append("<span lang=\"zh\">依次为：请求数、未恢复告警、重新打开次数、没有对应触发的恢复次数。</span></p>\n");
        page.append(TABLE_HEAD);
        for (int i = requests.size() - 1; i >= Math.max(0, requests.size() - ROWS); i--) {
            rows(page, requests.get(i));
        }
        page.append("</tbody></table>\n");
    }

    private static void rows(StringBuilder page, Received received) {
        if (received.events().isEmpty()) {
            row(page, received, "?", "", "");
        }
        received.events()
                .forEach(event -> row(
                        page,
                        received,
                        event.status().orElse("?"),
                        event.title(),
                        event.alertKey().orElse("")));
    }

    private static void row(StringBuilder page, Received received, String status, String title, String alertKey) {
        page.append("<tr>");
        cell(page, received.receivedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        cell(page, status);
        cell(page, title);
        cell(page, alertKey);
        cell(page, answer(received));
        page.append("</tr>\n");
    }

    private static String answer(Received received) {
        String status = received.status().map(String::valueOf).orElse("none 无");
        return received.duplicate() ? status + " duplicate 重复" : status;
    }

    private static void cell(StringBuilder page, String text) {
        page.append("<td>").append(Text.html(text)).append("</td>");
    }

    private static int sum(Collection<AlertHistory> alerts, Function<AlertHistory, Integer> count) {
        return alerts.stream().mapToInt(count::apply).sum();
    }
}
