/**
 * Where an alert goes: the routes of a shared integration, in Flashduty's own model (cases, conditions, a default),
 * compiled when they are loaded.
 *
 * <pre>
 *  RuleSetDefinition ──compile──▶ RuleSet ──decide(Facts)──▶ Decision
 *   (as written)        │         (checked)
 *                       └─▶ InvalidRuleSetException: every RuleProblem at once
 * </pre>
 *
 * <p>The algorithm, once:
 *
 * <ol>
 *   <li>Cases are evaluated from top to bottom. A case matches when all its conditions hold; one without conditions
 *       always matches.
 *   <li>A condition reads one key. {@code IN} holds when some value matches, {@code NOTIN} when none does. A key that
 *       the alert does not have has no value: {@code IN} never holds, {@code NOTIN} always does.
 *   <li>A case that matches adds its channels: those it lists ({@code standard}), or the one whose name is the value of
 *       a label ({@code name_mapping}), which may be none. Then it ends the evaluation, unless it has {@code
 *       fallthrough}.
 *   <li>A case that fails during evaluation counts as not matched, and is recorded.
 *   <li>The default adds its channels if no case added one, or if a case failed: an alert too many is better than one
 *       lost.
 *   <li>A channel that was added twice is in the decision once, at its first place.
 * </ol>
 *
 * <p>Who does what:
 *
 * <pre>
 *  compiles    RuleSetCompiler, CaseCompiler, ConditionCompiler, KeyCompiler, ChannelResolver; RulePlace, RuleProblem
 *  compares    ValuePattern and the ValueMatchers; ExpressionSize, CaseFoldingCheck, BoundedDecimal, IpAddress
 *  decides     RuleSet, CaseWalk, CaseIndex, RoutingCase, Condition, CaseTarget; Facts, CaseMatches, Decision
 *  explains    Explainer, Explanation, CaseExplanation, CaseOutcome
 *  warns       RuleLint, ConditionLint, ShadowLint, DefaultLint, SuspiciousValue; Conditions, ValueSets
 *  beside it   RulesDiff: two versions; Selector: conditions alone; LabelKey
 * </pre>
 *
 * <p>Cases with an exact condition are found by an index, so an alert costs no more when there are thousands that it
 * can't match. An {@code Explanation} adds the result of each case to a decision, and {@code RuleLint} warns of what is
 * probably not meant as written in valid rules; it says "never" only when that is certain.
 *
 * <p>A rule can't hang the relay: expressions run on RE2 and are bounded in size, decimals are bounded in digits and
 * exponent, and addresses are read from their text only.
 *
 * <p>The package knows alerts, and from the records only what a rule set is as written; it must not know payloads,
 * files, HTTP or Kafka.
 */
@NullMarked
package io.alertrelay.routing;

import org.jspecify.annotations.NullMarked;
