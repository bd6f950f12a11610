package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertLinks;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBuilderTest {

    @Test
    void theKeyIsThatOfTheAlert() {
        assertThat(Alerts.standard(Alerts.named("A")).alertKey()).isEqualTo("arms:1234");
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL,Critical", "WARNING,Warning", "INFO,Info"})
    void aFiringAlertHasItsSeverityAsStatus(Severity severity, String expected) {
        assertThat(Alerts.standard(Alerts.alert(AlertStatus.FIRING, severity, Map.of(), Map.of()))
                        .eventStatus())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void aResolvedAlertIsOkWhateverItsSeverity(Severity severity) {
        assertThat(Alerts.standard(Alerts.alert(AlertStatus.RESOLVED, severity, Map.of(), Map.of()))
                        .eventStatus())
                .isEqualTo("Ok");
    }

    @ParameterizedTest
    @CsvSource({
        "name, summary, name",
        "'', summary, summary",
        "' \u3000\u200b', summary, summary",
        "'', '', Alert without a name",
        "' two\nlines\t', summary, two lines",
        "[TPL]{{.Labels.x}}, summary, ［TPL]{{.Labels.x}}",
        "' [TPL]x', summary, ［TPL]x",
        "'', $a::$b, ＄a::＄b",
    })
    void theTitleIsTheNameElseTheSummaryElseFixedAndNeverATemplate(String name, String summary, String expected) {
        assertThat(Alerts.standard(Alerts.firing(Map.of("alertname", name), Map.of("summary", summary)))
                        .title())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "message, description, summary, message",
        "'', description, summary, description",
        "' \n', ' ', summary, summary",
        "'', '', '', ''",
        "' two\r\nlines ', '', '', 'two\nlines'",
        "[MD]**x**, '', '', ［MD]**x**",
        "' [md]x', '', '', ［md]x",
    })
    void theDescriptionIsTheMessageElseTheDescriptionElseTheSummary(
            String message, String description, String summary, String expected) {
        Map<String, String> annotations = Map.of("message", message, "description", description, "summary", summary);

        assertThat(Alerts.standard(Alerts.firing(Map.of(), annotations)).description())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 512})
    void aTitleUpToTheLimitIsSentWhole(int length) {
        assertThat(Alerts.standard(Alerts.named("t".repeat(length))).title()).hasSize(length);
    }

    @Test
    void longTextsAreCutAtTheirLimits() {
        String text = "t".repeat(5000);
        Event event = Alerts.standard(Alerts.firing(Map.of("alertname", text), Map.of("message", text)));

        assertThat(event.title()).hasSize(512).endsWith("t…");
        assertThat(event.description()).hasSize(2048).endsWith("t…");
        assertThat(event.labels().get("alertname")).hasSize(2048).endsWith("t…");
    }

    @Test
    void theRawSeverityAndEveryOtherLabelIsSentButTheAccountId() {
        Event event = Alerts.standard(Alerts.firing(
                Map.of("severity", "P6", "pod_name", "api-7", "_aliyun_arms_userid", "42", "k8s.node", "n1"),
                Map.of()));

        assertThat(event.labels()).isEqualTo(Map.of("severity", "P6", "pod_name", "api-7", "k8s_node", "n1"));
    }

    @Test
    void aBlankLabelTakesNoPlace() {
        Map<String, String> labels = new HashMap<>(Alerts.labels("l", 50));
        labels.put("alertname", "");
        labels.put("team", " \u200b");

        assertThat(Alerts.standard(Alerts.firing(labels, Map.of())).labels())
                .hasSize(50)
                .doesNotContainKeys("alertname", "team");
    }

    @Test
    void ofMoreThanFiftyLabelsThoseStayThatPeopleRouteBy() {
        Map<String, String> labels = new HashMap<>(Alerts.labels("_aliyun_arms_x", 40));
        labels.putAll(Alerts.labels("other", 40));
        labels.put("team", "payments");
        labels.put("_aliyun_arms_alert_level", "ERROR");

        assertThat(Alerts.standard(Alerts.firing(labels, Map.of())).labels())
                .hasSize(50)
                .containsKeys("team", "other39", "_aliyun_arms_alert_level", "_aliyun_arms_x0")
                .doesNotContainKey("_aliyun_arms_x9");
    }

    @Test
    void theRequestIdIsALabelThatStaysAmongFiftyAndChangesNothingElse() {
        Alert alert = Alerts.firing(Alerts.labels("other", 60), Map.of());
        Event plain = Alerts.standard(alert);

        Event event = new EventBuilder(EventTemplate.standard()).build(alert, "w0-17-7k3m9qxr2ztc5vbn");

        assertThat(event.labels()).hasSize(50).containsEntry("relay_id", "w0-17-7k3m9qxr2ztc5vbn");
        assertThat(event.alertKey()).isEqualTo(plain.alertKey());
        assertThat(plain.labels()).doesNotContainKey("relay_id");
        assertThat(new EventBuilder(EventTemplate.standard()).labels(alert)).doesNotContainKey("relay_id");
        assertThat(new EventBuilder(EventTemplate.standard())
                        .build(alert, "w0-17-7k3m9qxr2ztc5vbn")
                        .bytes())
                .isEqualTo(event.bytes());
    }

    @Test
    void aTemplateOverridesTitleDescriptionAndLabels() throws InvalidTemplateException {
        EventTemplate template = new EventTemplate(
                Optional.of(Template.parse("{labels.team}: {labels.alertname}")),
                Optional.of(Template.parse("{annotations.runbook}")),
                Map.of(
                        "team", Template.parse("{labels.team|\"none\"}!"),
                        "pod", Template.parse(""),
                        "source", Template.parse("arms")),
                Optional.empty());

        Event event = new EventBuilder(template)
                .build(
                        Alerts.firing(
                                Map.of("alertname", "A", "team", "payments", "pod", "api-7"),
                                Map.of("runbook", "[MD]read me", "message", "m")),
                        "");

        assertThat(event.title()).isEqualTo("payments: A");
        assertThat(event.description()).isEqualTo("［MD]read me");
        assertThat(event.labels()).isEqualTo(Map.of("alertname", "A", "team", "payments!", "source", "arms"));
    }

    @Test
    void linksAreInAnEventWhereItsTemplateHasThemAndElsewhereNot() throws InvalidTemplateException {
        Alert alert = Alerts.named("A");
        Alert linked = Alerts.linked(
                alert,
                new AlertLinks(
                        Optional.of("http://prometheus.example.test/graph?g0.expr=disk"),
                        Optional.of("http://alertmanager.example.test:9093")));
        EventTemplate template = new EventTemplate(
                Optional.empty(),
                Optional.empty(),
                Map.of("link", Template.parse("{generatorURL|externalURL}")),
                Optional.empty());

        assertThat(new EventBuilder(template).build(linked, "").labels())
                .containsEntry("link", "http://prometheus.example.test/graph?g0.expr=disk");
        assertThat(new EventBuilder(template).build(alert, "").labels()).doesNotContainKey("link");
        assertThat(Alerts.standard(linked).bytes())
                .isEqualTo(Alerts.standard(alert).bytes());
    }

    @Test
    void aTemplateThatRendersToNothingVisibleGivesWay() throws InvalidTemplateException {
        EventTemplate template = new EventTemplate(
                Optional.of(Template.parse(" {labels.unknown}")),
                Optional.of(Template.parse("{labels.unknown}\n")),
                Map.of(),
                Optional.empty());

        Event event =
                new EventBuilder(template).build(Alerts.firing(Map.of("alertname", "A"), Map.of("message", "m")), "");

        assertThat(event.title()).isEqualTo("A");
        assertThat(event.description()).isEqualTo("m");
    }

    @Test
    void onlyATemplateThatItselfBeginsWithItMakesMarkdown() throws InvalidTemplateException {
        assertThat(descriptionBy("[MD]**{labels.alertname}**")).isEqualTo("[MD]**[MD]x**");
        assertThat(descriptionBy("{labels.alertname}")).isEqualTo("［MD]x");
        assertThat(descriptionBy(" \n{labels.alertname}")).isEqualTo("［MD]x");
    }

    @Test
    void aMarkdownTemplateOfWhichNothingIsLeftHidesNoSummary() throws InvalidTemplateException {
        EventTemplate template = new EventTemplate(
                Optional.empty(),
                Optional.of(Template.parse("[MD] {annotations.message}\n")),
                Map.of(),
                Optional.empty());
        Alert alert = Alerts.firing(Map.of("alertname", "A"), Map.of("summary", "The disk is full"));

        assertThat(new EventBuilder(template).build(alert, "").description()).isEqualTo("The disk is full");
    }

    private static String descriptionBy(String template) throws InvalidTemplateException {
        return new EventBuilder(new EventTemplate(
                        Optional.empty(), Optional.of(Template.parse(template)), Map.of(), Optional.empty()))
                .build(Alerts.named("[MD]x"), "")
                .description();
    }

    @Test
    void anAlertThatFiresAgainIsNotIdenticalToTheLastTimeButAReminderIs() {
        Alert first = startedAt("2026-11-01T00:00:00.000000000Z");
        Alert reminder = startedAt("2026-11-01T00:00:00.000000000Z");
        Alert again = startedAt("2026-11-08T00:00:00.000000000Z");

        assertThat(Alerts.standard(reminder).bytes())
                .isEqualTo(Alerts.standard(first).bytes());
        assertThat(Alerts.standard(again).bytes())
                .isNotEqualTo(Alerts.standard(first).bytes());
        assertThat(Alerts.standard(first).labels()).containsEntry("starts_at", "2026-11-01T00:00:00.000000000Z");
    }

    private static Alert startedAt(String startsAt) {
        Alert any = Alerts.alert(AlertStatus.FIRING, Severity.WARNING, Map.of("alertname", "a"), Map.of());
        return new Alert(
                any.key(),
                any.status(),
                any.severity(),
                any.labels(),
                any.annotations(),
                Optional.of(startsAt),
                any.endsAt(),
                any.fingerprint());
    }
}
