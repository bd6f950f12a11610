package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.RulesFile;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.routing.RuleWarning;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RandomIntegration;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingSurveyTest {
    private MappingSurvey survey;

    @BeforeEach
    void rules() throws Exception {
        survey = survey("""
                cases:
                  - if: [{ key: labels.team, oper: IN, vals: [nobody, "x*"] }]
                    routing_mode: name_mapping
                    name_mapping_label: labels.team
                  - if: [{ key: labels.team, oper: IN, vals: ["*"] }]
                    routing_mode: name_mapping
                    name_mapping_label: team
                default: { channels: [night] }
                """);
    }

    private static MappingSurvey survey(String rules) throws Exception {
        IntegrationPipeline any = IntegrationPipeline.of(RandomIntegration.with(new Random(1)));
        return new MappingSurvey(new IntegrationPipeline(
                any.name(),
                any.id(),
                any.reader(),
                any.events(),
                new RulesFile(RandomIntegration.channels()).read(rules, "rules.yaml")));
    }

    @Test
    void warnsOfAMappingThatFoundNoChannelForAnyAlertAndShowsTheCommonestValues() {
        List<RuleWarning> warnings = survey.warnings(found("nobody", "x1", "nobody", "payments"), "the last 24h");

        assertThat(warnings)
                .containsExactly(new RuleWarning(
                        "cases[0].name_mapping_label",
                        "for no alert of the last 24h labels.team was the name of a channel: found \"nobody\" (2),"
                                + " \"x1\" (1)",
                        "give a channel that name, or use another label"));
    }

    @Test
    void warnsOfAMappingToWhichNoAlertCame() {
        assertThat(survey.warnings(found("payments"), "the last 24h"))
                .extracting(RuleWarning::why)
                .containsExactly("none of the 1 firing alerts of the last 24h came to this name mapping");
    }

    @Test
    void saysNothingOfMappingsThatFoundAChannelOnceNorOfATimeWithoutAlerts() {
        assertThat(survey.warnings(
                        found("nobody", "payments").plus(found("xyz")).plus(found("unknown")), "the last 24h"))
                .extracting(RuleWarning::path)
                .containsExactly("cases[0].name_mapping_label");
        assertThat(survey.warnings(MappingSurvey.Survey.NOTHING, "the last 24h"))
                .isEmpty();
    }

    @Test
    void namesALabelThatFellToTheDefaultAndIsNearlyAValueOfTheRules() {
        assertThat(survey.warnings(
                        found("payments", "nobdy", "nobdy", "stranger").plus(found("x1")), "the last 24h"))
                .extracting(RuleWarning::toString)
                .anyMatch(w -> w.startsWith("default: 2 alerts of the last 24h fell to the default with labels.team"
                        + " \"nobdy\", which is nearly \"nobody\""))
                .noneMatch(w -> w.contains("stranger"));
    }

    @Test
    void aLabelThatNoAlertHasIsNamedWithTheOneThatIsProbablyMeant() throws Exception {
        survey = survey("""
                cases:
                  - { if: [{ key: severity, oper: IN, vals: [Info] }], channels: [night] }
                  - if:
                      - { key: labels.team, oper: IN, vals: [a] }
                      - { key: labels.alert, oper: IN, vals: ["/x/"] }
                    channels: [night]
                  - { if: [{ key: labels.alert, oper: IN, vals: [y] }], channels: [night] }
                  - { if: [{ key: labels.tema, oper: IN, vals: ["*"] }], channels: [night] }
                  - { if: [{ key: labels.datacentre, oper: IN, vals: [y] }], channels: [night] }
                  - { if: [{ key: labels.name, oper: IN, vals: [y] }], channels: [night] }
                  - { if: [{ key: labels.nobody, oper: NOTIN, vals: [y] }], channels: [night] }
                default: { channels: [night] }
                """);

        assertThat(survey.isNeeded()).isTrue();
        assertThat(survey.warnings(found("a").plus(found("b")), "the last 24h"))
                .extracting(RuleWarning::toString)
                .containsExactly(
                        "cases[1].if[1].key: no firing alert of the last 24h has the label alert, which case 2 asks for; did"
                                + " you mean labels.alertname?",
                        "cases[3].if[0].key: no firing alert of the last 24h has the label tema, which case 4 asks for; did you"
                                + " mean labels.team?");
        assertThat(survey.warnings(MappingSurvey.Survey.NOTHING, "the last 24h"))
                .isEmpty();
    }

    @Test
    void anotherNumberIsNotNearly() throws Exception {
        survey = survey("""
                cases: [{ if: [{ key: labels.team, oper: IN, vals: [cluster-1, web-12] }], channels: [payments] }]
                default: { channels: [night] }
                """);

        assertThat(survey.warnings(found("cluster-2", "web-1", "clutser-1", "web"), "the last 24h"))
                .extracting(RuleWarning::why)
                .satisfiesExactly(why -> assertThat(why).contains("\"clutser-1\", which is nearly \"cluster-1\""));
    }

    @Test
    void whatSendersSentIsShownInOneShortLineWithoutWhatSteersATerminal() {
        List<RuleWarning> warnings = survey.warnings(
                found(
                        "nobdy\\u001b[2J",
                        "xa\\nrelay: all is well",
                        "xb" + "b".repeat(100_000),
                        "xb" + "b".repeat(100_001)),
                "the last 24h");

        assertThat(warnings)
                .hasSize(2)
                .allSatisfy(warning ->
                        assertThat(warning.why()).hasSizeLessThan(400).doesNotContain("\n", "\u001b"));
        assertThat(warnings.get(0).why()).contains("\"xa relay: all is well\" (1)", "b…\" (2)");
    }

    private MappingSurvey.Survey found(String... teams) {
        return survey.look(Stream.of(teams)
                .map(team -> WebhookReceipts.stored(
                        WebhookReceipts.webhook(0, 0), "arms", Instant.EPOCH, Bodies.firing("a", "critical", team)))
                .toList());
    }
}
