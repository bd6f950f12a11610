// Shows a decision case by case: on the page of an alert, and where rules are tried.
import { h, plainly, svg, t } from './lib.js';

/** Words for pages that show decisions; they are spread into the page's own. */
export const words = {
  en: {
    case: 'Case', condition: 'If', outcome: 'Outcome', byDefault: 'default', goesTo: 'Goes to', rulesVersion: v => `rules ${v}`,
    matched: 'matched', unmatched: 'did not match', not_reached: 'not asked', ruleFailed: 'failed', always: 'always',
    matchedGoesOn: 'matched, continues', matchedStops: 'matched, stops here', gaveNone: 'no channel of that name',
    mappedBy: (label, value) => `${label} is ${value === null ? 'absent' : `“${value}”`}`,
    must: (key, value, oper, vals) => `${key} is ${value === null ? 'absent' : `“${value}”`}, and must be ${oper} ${vals}`,
    stoppedBy: n => `case ${n} ended the search`, used: 'used', notUsed: 'not used', colon: ': ',
    labels: 'Labels as the rules see them', dedicatedTo: 'Dedicated: every alert of this integration goes there.',
    thenDiffers: (channels, rules) => `When it came, it went to ${channels} (rules ${rules}). By the current rules it would go elsewhere.`,
    thenFollowed: (channels, rules) => `It went to ${channels}, where its firing went (rules ${rules}).`,
    byRulesAlone: 'By the rules alone; a recovery goes where its firing went, if that is known.',
    thenSame: rules => `It went there when it came (rules ${rules}).`,
  },
  zh: {
    case: 'Case', condition: '条件', outcome: '结果', byDefault: '默认', goesTo: '发往', rulesVersion: v => `规则 ${v}`,
    matched: '命中', unmatched: '未命中', not_reached: '未执行到', ruleFailed: '出错', always: '无条件',
    matchedGoesOn: '命中，继续往下', matchedStops: '命中，到此为止', gaveNone: '没有同名的协作空间',
    mappedBy: (label, value) => `${label} ${value === null ? '不存在' : `为“${value}”`}`,
    must: (key, value, oper, vals) => `${key} ${value === null ? '不存在' : `为“${value}”`}，要求 ${oper} ${vals}`,
    stoppedBy: n => `case ${n} 已终止匹配`, used: '使用', notUsed: '未使用', colon: '：',
    labels: '规则看到的标签', dedicatedTo: '专属集成：所有告警都发往该协作空间。',
    thenDiffers: (channels, rules) => `当时发往 ${channels}（规则 ${rules}）；按当前规则会发往别处。`,
    thenFollowed: (channels, rules) => `已沿用触发时的去向，发往 ${channels}（规则 ${rules}）。`,
    byRulesAlone: '以下仅按规则判断；恢复会发往其触发时的去向（若已知）。',
    thenSame: rules => `当时也是这样路由的（规则 ${rules}）。`,
  },
};

/** Channels as a row of marks. */
export const channels = names => h('span', { class: 'marks' }, names.map(name => h('span', { class: 'mark' }, name)));

/** A condition as one line: labels.team IN [payments, pay-*]. */
export const condition = c => `${c.key} ${c.oper} [${c.vals.join(', ')}]`;

/** Why an alert goes where it goes; from the answer of /api/v1/explain for one alert. */
export function decision(alert) {
  return h('div', { class: 'decision' },
    followed(alert),
    alert.status === 'resolved' ? h('p', { class: 'dim small' }, t('byRulesAlone')) : null,
    h('p', { class: 'row' }, h('span', { class: 'dim' }, t('goesTo')), channels(alert.channels),
      h('span', { class: 'dim small' }, t('rulesVersion', alert.rules))),
    then(alert),
    alert.cases.length === 0 && !alert.default.used
      ? h('p', { class: 'dim' }, t('dedicatedTo'))
      : h('ol', { class: 'cases' }, alert.cases.map(one), byDefault(alert)),
    h('details', {}, h('summary', {}, t('labels')), labelList(alert.labels)));
}

function followed(alert) {
  return alert.then?.follows_firing ? h('p', {}, t('thenFollowed', alert.then.channels.join(', '), alert.then.rules)) : null;
}

function then(alert) {
  if (!alert.then || alert.then.follows_firing) return null;
  return alert.then.differs
    ? h('p', { class: 'banner warn' }, h('span', {}, t('thenDiffers', alert.then.channels.join(', '), alert.then.rules)))
    : h('p', { class: 'dim small' }, t('thenSame', alert.then.rules));
}

function one(c) {
  return h('li', { class: `case ${c.outcome}` },
    h('span', { class: 'case-number' }, `${t('case')} ${c.case}`),
    h('span', { class: 'case-if break' }, c.if || t('always')),
    h('span', { class: 'case-outcome' }, mark(c.outcome), outcome(c)));
}

function outcome(c) {
  if (c.outcome === 'matched') {
    const mapped = c.mapping ? [t('mappedBy', 'labels.' + c.mapping.label, c.mapping.value), ' → '] : [];
    return h('span', {}, t(c.stops ? 'matchedStops' : 'matchedGoesOn'), t('colon'), h('span', { class: 'dim break' }, mapped),
      c.channels.length ? channels(c.channels) : h('span', { class: 'dim' }, t('gaveNone')));
  }
  if (c.outcome === 'unmatched') {
    const { key, value, oper, vals } = c.condition;
    return h('span', {}, t('unmatched'), t('colon'), h('span', { class: 'dim break' }, t('must', key, value, oper, `[${vals.join(', ')}]`)));
  }
  return c.outcome === 'failed'
    ? h('span', {}, t('ruleFailed'), t('colon'), h('span', { class: 'dim break' }, plainly(c.reason)))
    : h('span', { class: 'dim' }, t('not_reached'), t('colon'), t('stoppedBy', c.stopped_by));
}

function byDefault(alert) {
  return h('li', { class: `case ${alert.default.used ? 'matched' : 'not_reached'}` },
    h('span', { class: 'case-number' }, t('byDefault')), h('span', { class: 'case-if' }, ''),
    h('span', { class: 'case-outcome' }, mark(alert.default.used ? 'matched' : 'not_reached'),
      alert.default.used ? h('span', {}, t('used'), t('colon'), channels(alert.default.channels)) : h('span', { class: 'dim' }, t('notUsed'))));
}

const MARKS = { matched: 'M2 6.5 5 9.5 10.5 3', unmatched: 'M3 3l6 6M9 3l-6 6', failed: 'M6 2v5M6 9.2v.6', not_reached: 'M3 6h6' };

function mark(kind) {
  return svg('svg', { class: `case-mark ${kind}`, viewBox: '0 0 12 12', 'aria-hidden': 'true' }, svg('path', { d: MARKS[kind] ?? MARKS.not_reached }));
}

/** Names and values as a list. */
function labelList(labels) {
  return h('dl', { class: 'labels' }, Object.entries(labels).map(([name, value]) => [h('dt', {}, name), h('dd', { class: 'break' }, value)]));
}

/** A cause without the advice that follows it, which is long and always the same. */
export const briefly = cause => cause.split(' If ARMS sent it:', 1)[0];

/**
 * The request id in what somebody pasted: alone, or as the log, the commands and Flashduty have it (w0-17-…/0/payments,
 * relay_id=w0-17-…); { id, index }, the index undefined if there is none; null if it is another text.
 */
export function requestId(pasted) {
  const [, id, index] = /^(?:[\w.-]+=)?([wq]\d{1,9}-\d{1,18}-[0-9a-z]{16})(?:\/(\d{1,9}))?(?:\/.*)?$/.exec(pasted.trim()) ?? [];
  return id ? { id, index } : null;
}

const NAME = '[\\p{L}\\p{M}\\p{N}_.\\-/]+';
const IS_NAME = new RegExp(`^${NAME}$`, 'u');
/** A Chinese keyboard writes “ ” and ＝; of the quotes any two belong together. */
const QUOTED = '(?:"[^"]*"|[“”][^“”]*[“”])';
const PARTS = new RegExp(`(?<name>${NAME}|(?!""|[“”]{2})${QUOTED})[=＝](?<value>${QUOTED}|\\S*)|(?<text>${QUOTED}|\\S+)`, 'gu');
const unquoted = part => (new RegExp(`^${QUOTED}$`).test(part) ? part.slice(1, -1) : part);
const quoted = part => (part.includes('"') ? `“${part}”` : `"${part}"`);

/** What somebody typed into a search, as the parameters of one: "disk full" team=payments 集群=prod -> text=disk full&label=… */
export function searchOf(typed) {
  const query = new URLSearchParams();
  for (const { groups: { name, value, text } } of typed.matchAll(PARTS)) {
    if (name) query.append('label', `${unquoted(name)}=${unquoted(value)}`);
    else if (unquoted(text)) query.append('text', unquoted(text));
  }
  return query;
}

/** The other way round: what could be typed for the texts and labels of a search. */
export const typedFor = asked => [
  ...asked.getAll('label').map(label => label.split(/=(.*)/s)).map(([name, value = '']) => `${IS_NAME.test(name) ? name : quoted(name)}=${/[\s"“”]/.test(value) ? quoted(value) : value}`),
  ...asked.getAll('text').map(text => (/[\s=＝"“”]/.test(text) ? quoted(text) : text)),
].join(' ');

/** Whether it may be the request id of a refused request, which names no place in a topic; a word may look like that. */
export const mayBeRefused = text => /^[0-9a-z]{16}$/.test(text) && /\d/.test(text);

/** Where the story of an alert is. */
export const storyOf = ({ id, index }) => `/alerts?id=${encodeURIComponent(id)}${index === undefined ? '' : `&index=${encodeURIComponent(index)}`}`;

/** Not all browsers have URL.canParse. */
function isAddress(text) {
  try {
    return Boolean(new URL(text));
  } catch {
    return false;
  }
}

/** The addresses in a value that a browser may open: only http and https. */
export function addresses(value, at = '', found = new Map()) {
  if (typeof value === 'string') {
    if (/^https?:\/\//i.test(value) && isAddress(value) && found.size < 20) found.set(value, found.get(value) ?? at);
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) addresses(inner, Array.isArray(value) ? at : name, found);
  }
  return found;
}
