// The channels: the state of each, and why; an opened one shows details, and what can be done with it.
import { ago, ask, byFile, firstOnly, h, heldElsewhere, live, morph, number, plainly, poll, post, reason, say, shortSpan, spark, state, t, when } from '../lib.js';

export const words = {
  en: {
    title: 'Channels', filter: 'Name', all: 'all', troubled: 'not running', waitsOnly: 'with waiting', none: 'No channel is like that.',
    channel: 'Channel', colon: ': ', state: 'State', waits: 'Waiting', rate: 'Rate used', perMinute: 'Delivered', took: 'Took', through: 'All delivered', hourOf: name => `${name}: delivered and waiting in the last hour`,
    minute: n => `${n}/min`, next: at => `next attempt ${at}`, since: at => `since ${at}`, until: at => `until ${at}`, untilResumed: 'until it is resumed', by: who => `by ${who}`, byFile: 'by the configuration: take “paused: true” out of the file of each relay', slowedTo: part => `slowed to ${part}`, retried: n => `${n} being retried`, elsewhereWhy: 'another relay handles it, or none does yet: see the other relays', heldOn: host => `held on ${host}: `, firstOnly: n => `of the first ${n}`,
    quantiles: (half, most, n) => `half within ${half}, 95 of 100 within ${most} (of the last ${n} deliveries)`, oldest: 'Oldest waiting', lastDelivered: 'Last delivered', lastFault: 'Last fault', inFlight: 'In flight', retrying: 'Retrying',
    failures: 'Failures in the last 24 h, by cause', noFailures: 'None since this relay started.', hour: 'Last hour', waiting: 'waiting', bySeverity: 'Waiting by severity', throughAt: 'All delivered by, at the current rate', never: 'not yet, since this relay started or a reload changed the channel',
    pause: 'Pause', resume: 'Resume', probe: 'Probe now', test: 'Send a test', alertsOf: 'Its alerts', waitingOf: 'Waiting alerts', actions: name => `What to do with ${name}`,
    pauseTitle: name => `Pause ${name}?`, pauseWhat: n => ['Nothing more is sent to it, on all relays, also after a restart. New alerts wait, and nothing is lost.', n ? (n === 1 ? '1 alert waits now.' : `${n} alerts wait now.`) : 'No alert waits now.'], pauseFor: 'For', pauseReason: 'Reason', pauseHint: 'Shown with the pause.',
    lengths: [['', 'until it is resumed'], ['15m', '15 minutes'], ['30m', '30 minutes'], ['1h', '1 hour'], ['2h', '2 hours'], ['4h', '4 hours'], ['8h', '8 hours'], ['24h', '24 hours'], ['7d', '7 days']],
    resumeTitle: name => `Resume ${name}?`, resumeWhat: (n, rate, mins) => [n ? `The ${n} waiting alerts are sent, Critical first, at ${rate} at most${mins ? `: about ${mins} min` : ''}.` : 'No alert waits. New alerts are sent again.'],
    probeTitle: name => `Probe ${name} now?`, probeWhat: (next, n) => [`One alert that waits is sent now${next ? ` instead of at ${next}` : ''}: of those that were probed least often the most severe. If Flashduty takes it, the channel continues with the other ${n}; if not, it stays held.`],
    testTitle: name => `Send a test alert to ${name}?`, testWhat: ['A marked test alert (Info) and its recovery go the whole way to Flashduty. The person on call for the channel may see them.'],
    pausedNow: name => `${name} is paused.`, resumedNow: name => `${name} is resumed.`, probedNow: name => `${name} is being probed.`, goesOn: name => `${name} is already delivering: it is not held any more.`,
    testedNow: (name, ok) => (ok ? `The test reached ${name}, and so did its recovery.` : `The test did not reach ${name} yet.`), testLine: (status, word, ms, answer) => `${status}: ${word}${ms === undefined ? '' : ` after ${ms} ms`}${answer ? ` · ${answer}` : ''}`,
  },
  zh: {
    title: '协作空间', filter: '名称', all: '全部', troubled: '未正常运行', waitsOnly: '有积压', none: '没有符合条件的协作空间。',
    channel: '协作空间', colon: '：', state: '状态', waits: '等待', rate: '已用速率', perMinute: '每分钟投递', took: '耗时', through: '预计发完', hourOf: name => `${name}：最近一小时的投递与等待`,
    minute: n => `${n}/分钟`, next: at => `下次尝试 ${at}`, since: at => `始于 ${at}`, until: at => `至 ${at}`, untilResumed: '直到有人恢复', by: who => `操作人 ${who}`, byFile: '由配置暂停：恢复须从每个中继的配置文件中去掉“paused: true”', slowedTo: part => `降至 ${part}`, retried: n => `${n} 条在重试`, elsewhereWhy: '由其他中继处理，或尚未分配：请查看其他中继', heldOn: host => `在 ${host} 上已挂起：`, firstOnly: n => `仅前 ${n} 条`,
    quantiles: (half, most, n) => `半数在 ${half} 内，95% 在 ${most} 内（最近 ${n} 次投递）`, oldest: '最早等待', lastDelivered: '最近投递', lastFault: '最近故障', inFlight: '在途', retrying: '重试',
    failures: '最近 24 小时的失败原因', noFailures: '本中继启动以来没有。', hour: '最近一小时', waiting: '等待', bySeverity: '各级别等待数', throughAt: '按当前速率预计发完', never: '本中继启动或重新加载该协作空间以来尚无',
    pause: '暂停', resume: '恢复', probe: '立即探测', test: '发送测试', alertsOf: '它的告警', waitingOf: '等待中的告警', actions: name => `对 ${name} 的操作`,
    pauseTitle: name => `暂停 ${name}？`, pauseWhat: n => ['所有中继都不再向它发送，重启后依然如此。期间的告警排队等待，不会丢失。', n ? `现在有 ${n} 条等待。` : '现在没有等待的告警。'], pauseFor: '时长', pauseReason: '原因', pauseHint: '与暂停一起显示。',
    lengths: [['', '直到有人恢复'], ['15m', '15 分钟'], ['30m', '30 分钟'], ['1h', '1 小时'], ['2h', '2 小时'], ['4h', '4 小时'], ['8h', '8 小时'], ['24h', '24 小时'], ['7d', '7 天']],
    resumeTitle: name => `恢复 ${name}？`, resumeWhat: (n, rate, mins) => [n ? `等待的 ${n} 条将发送，Critical 优先，最多 ${rate}${mins ? `，约 ${mins} 分钟` : ''}。` : '没有等待的告警；新到的告警将照常发送。'],
    probeTitle: name => `立即探测 ${name}？`, probeWhat: (next, n) => [`立即发送一条等待的告警（探测次数最少的当中级别最高的）${next ? `，而不是等到 ${next}` : ''}。若 Flashduty 接收，则继续发送其余 ${n} 条；否则保持挂起。`],
    testTitle: name => `向 ${name} 发送测试告警？`, testWhat: ['一条带标记的测试告警 (Info) 及其恢复将走完整条链路到达 Flashduty，该协作空间的值班人员可能会看到。'],
    pausedNow: name => `${name} 已暂停。`, resumedNow: name => `${name} 已恢复。`, probedNow: name => `正在探测 ${name}。`, goesOn: name => `${name} 已继续投递，不再处于挂起状态。`,
    testedNow: (name, ok) => (ok ? `测试告警及其恢复已到达 ${name}。` : `测试告警尚未到达 ${name}。`), testLine: (status, word, ms, answer) => `${status}：${word}${ms === undefined ? '' : `，${ms} 毫秒`}${answer ? ` · ${answer}` : ''}`,
  },
};

const SEVERITIES = ['Critical', 'Warning', 'Info'];
const ORDER = { held: 0, probing: 0, slowed: 1, paused: 2, elsewhere: 3, running: 4 };
const query = new URLSearchParams(location.search);
let channels = [];
/** Whether these are the relay's. */
let known = false;
let history = null;
/** Why it is not known, if it is not. */
let unread = '';
let opened = query.get('name');
let chosen = 'all';
const drawn = new Map();
const tests = new Map();

const named = name => channels.find(c => c.name === name);
const path = (c, order) => `channels/${encodeURIComponent(c.name)}/${order}`;

export default async function (main) {
  const filter = h('input', { type: 'search', 'aria-label': t('filter'), placeholder: t('filter'), oninput: () => draw() });
  const chips = h('div', { class: 'row', role: 'group', 'aria-label': t('state') });
  const body = h('tbody');
  const nothing = h('p', { class: 'card-body dim' }, t('loading'));
  const head = (word, kind) => h('th', { scope: 'col', class: kind }, t(word));
  main.append(
    h('div', { class: 'page-head' }, h('h1', {}, t('title')), h('div', { class: 'row' }, chips, filter)),
    h('div', { class: 'card channels' }, h('div', { class: 'scroll' }, h('table', {},
      h('caption', { class: 'hidden' }, t('title')),
      h('thead', {}, h('tr', {}, head('channel'), head('state'), head('waits', 'number'), head('hour', 'wide trend'), head('perMinute', 'number wide'), head('rate', 'number wide'), head('took', 'number wide'), head('through', 'number wide'))),
      body)), nothing));
  const draw = () => {
    const text = filter.value.trim().toLowerCase();
    const kinds = { all: () => true, troubled: c => !['running', 'elsewhere'].includes(c.state), waitsOnly: c => c.waiting > 0 };
    morph(chips, Object.entries(kinds).map(([kind, is]) => h('button', { type: 'button', 'data-key': kind, 'aria-pressed': String(kind === chosen), onclick: () => { chosen = kind; draw(); } },
      t(kind), ' ', h('span', { class: 'dim' }, number(known ? channels.filter(is).length : null)))));
    const shown = channels.filter(c => kinds[chosen](c) && c.name.toLowerCase().includes(text))
      .sort((a, b) => ORDER[a.state] - ORDER[b.state] || (a.name < b.name ? -1 : 1));
    morph(body, shown.map(c => [row(c), c.name === opened ? detail(c) : null]));
    nothing.hidden = shown.length > 0;
    nothing.textContent = t(known ? 'none' : 'loading');
  };
  /** A row is redrawn only if its channel, or the history of that, has changed. */
  function row(c) {
    const past = history?.channels[c.name];
    const before = drawn.get(c.name);
    if (before && before.channel === c && before.past === past && before.open === (c.name === opened)) return before.element;
    const element = rowOf(c, past, c.name === opened, () => {
      opened = opened === c.name ? null : c.name;
      globalThis.history.replaceState(null, '', opened ? '?name=' + encodeURIComponent(opened) : location.pathname);
      draw();
    });
    drawn.set(c.name, { channel: c, past, open: c.name === opened, element: before && body.contains(before.element) ? before.element : element });
    return element;
  }
  live(now => {
    // While the relay does not answer the last state is shown; the header says so. One that is starting knows no channels.
    if (now) [channels, known] = [withHolds(now), Boolean(now.as_of)];
    draw();
  });
  const learn = async () => {
    try {
      history = await poll('history');
    } catch (e) {
      unread = reason(e);
    }
    draw();
  };
  setInterval(() => !document.hidden && learn(), 10000);
  await learn();
  if (opened) document.querySelector('tr.open')?.scrollIntoView();
}

/** The channels, those of other relays with what these say of their holds. */
function withHolds(now) {
  const holds = new Map([...heldElsewhere(now)].flatMap(([host, causes]) => [...causes].flatMap(([cause, names]) => names.map(name => [name, { host, cause }]))));
  return (now.channels ?? []).map(c => (holds.has(c.name) ? { ...c, held_on: holds.get(c.name) } : c));
}

/** Why it is in its state, in a line. */
function why(c) {
  if (byFile(c)) return t('byFile');
  if (c.paused) return [t('by', c.paused.by), ' · ', c.paused.until ? t('until', when(c.paused.until)) : t('untilResumed'), c.paused.reason ? ` · ${c.paused.reason}` : ''];
  const slowedTo = c.slowed_to ? t('slowedTo', c.slowed_to) : '';
  if (c.cause) return [plainly(c.cause), t('since', when(c.since)), c.next_attempt_at ? t('next', when(c.next_attempt_at)) : '', c.state === 'slowed' ? slowedTo : ''].filter(Boolean).join(' · ');
  if (c.held_on) return t('heldOn', c.held_on.host) + plainly(c.held_on.cause);
  if (c.state === 'elsewhere') return t('elsewhereWhy');
  const retried = c.retrying ? [t('retried', number(c.retrying)), plainly(c.last_fault?.answer)].filter(Boolean).join(t('colon')) : '';
  return [slowedTo, retried].filter(Boolean).join(' · ');
}

function rowOf(c, past, open, toggle) {
  const took = past?.delivered_after;
  return h('tr', { 'data-key': 'r/' + c.name, class: open ? 'open' : null },
    h('th', { scope: 'row' }, h('button', { class: 'fold', type: 'button', 'aria-expanded': String(open), onclick: toggle }, h('span', { class: 'break' }, c.name))),
    h('td', { class: 'why' }, state(c.state), why(c) ? h('p', { class: 'small dim break' }, why(c)) : null),
    h('td', { class: 'number' }, c.waiting ? h('strong', {}, number(c.waiting)) : number(c.waiting), h('span', { class: 'narrow dim' }, ` ${t('waiting')}`), c.waiting_by_severity?.Critical ? h('p', { class: 'small' }, state('Critical', `${number(c.waiting_by_severity.Critical)} Critical`), firstOnly(c) ? h('span', { class: 'dim' }, ` ${t('firstOnly', number(firstOnly(c)))}`) : null) : null),
    h('td', { class: 'wide trend' }, past?.delivered ? spark([past.delivered, past.waiting], t('hourOf', c.name), { height: 24 }) : ''),
    h('td', { class: 'number wide' }, t('minute', number(c.delivered_last_minute))),
    h('td', { class: 'number wide' }, number(c.rate_used), h('span', { class: 'dim' }, ` / ${c.rate}`)),
    h('td', { class: 'number wide' }, took ? shortSpan(took.p50_ms) : '–'),
    h('td', { class: 'number wide' }, c.through_at ? when(c.through_at) : '–'));
}

function detail(c) {
  const past = history?.channels[c.name];
  const took = past?.delivered_after;
  const fact = (name, value) => [h('dt', {}, name), h('dd', { class: 'break' }, value)];
  const counts = SEVERITIES.filter(s => c.waiting_by_severity?.[s]);
  const act = (word, order, kind) => h('button', { type: 'button', 'data-key': word, class: kind, onclick: () => order(named(c.name)) }, t(word));
  const held = c.state === 'held' || c.state === 'probing';
  const first = firstOnly(c);
  return h('tr', { class: 'detail', 'data-key': 'd/' + c.name }, h('td', { colspan: '8' },
    h('div', { class: 'detail-body' },
      h('div', { class: 'row', role: 'group', 'aria-label': t('actions', c.name) },
        byFile(c) ? null : c.paused ? act('resume', resume, 'primary') : act('pause', pause), held ? act('probe', probe, 'primary') : null, act('test', test),
        h('a', { 'data-key': 'alerts', href: '/alerts?channel=' + encodeURIComponent(c.name) }, t('alertsOf')),
        c.waiting ? h('a', { 'data-key': 'waiting', href: '/alerts?outcome=waiting&channel=' + encodeURIComponent(c.name) }, t('waitingOf')) : null),
      tests.has(c.name) ? h('div', { class: 'banner', role: 'status' }, tests.get(c.name).map(line => h('p', { class: 'break' }, line))) : null,
      h('div', { class: 'halves' },
        h('dl', { class: 'facts-list' },
          fact(t('oldest'), ago(c.oldest_received_at)), fact(t('lastDelivered'), c.last_delivered_at ? ago(c.last_delivered_at) : t('never')),
          counts.length ? fact(t('bySeverity'), h('span', { class: 'row' }, counts.map(s => state(s, `${number(c.waiting_by_severity[s])} ${s}`)), first ? h('span', { class: 'dim' }, t('firstOnly', number(first))) : null)) : null,
          fact(t('rate'), [number(c.rate_used), h('span', { class: 'dim' }, ` / ${c.rate}`), c.slowed_to ? ` · ${t('slowedTo', c.slowed_to)}` : '']),
          c.through_at ? fact(t('throughAt'), ago(c.through_at)) : null,
          fact(t('inFlight'), number(c.in_flight)), fact(t('retrying'), number(c.retrying)),
          took ? fact(t('took'), t('quantiles', shortSpan(took.p50_ms), shortSpan(took.p95_ms), took.of)) : null,
          c.last_fault ? fact(t('lastFault'), [ago(c.last_fault.at), ' · ', plainly(c.last_fault.answer)]) : null),
        h('div', {}, h('h3', {}, t('failures')),
          past?.failures?.length
            ? h('ul', { class: 'causes' }, past.failures.map(f => h('li', {}, h('strong', {}, number(f.count)), h('span', { class: 'break' }, plainly(f.cause)))))
            : h('p', { class: 'dim' }, history ? t('noFailures') : unread))))));
}

function pause(c) {
  return ask({
    title: t('pauseTitle', c.name), body: t('pauseWhat', c.waiting).map(text => h('p', {}, text)), verb: t('pause'),
    fields: [{ name: 'for', label: t('pauseFor'), options: t('lengths'), value: '1h' }, { name: 'reason', label: t('pauseReason'), hint: t('pauseHint') }],
    run: async values => {
      await post(path(c, 'pause'), values);
      say(t('pausedNow', c.name));
    },
  });
}

function resume(c) {
  const perMinute = /^(\d+)\/min$/.exec(c.rate)?.[1];
  return ask({
    title: t('resumeTitle', c.name), body: t('resumeWhat', c.waiting, c.rate, perMinute && Math.ceil(c.waiting / perMinute)).map(text => h('p', {}, text)), verb: t('resume'),
    run: async () => {
      await post(path(c, 'resume'));
      say(t('resumedNow', c.name));
    },
  });
}

function probe(c) {
  return ask({
    title: t('probeTitle', c.name), body: t('probeWhat', c.next_attempt_at ? when(c.next_attempt_at) : '', Math.max(0, (c.waiting ?? 1) - 1)).map(text => h('p', {}, text)), verb: t('probe'),
    run: async () => {
      // The relay's own probe may have come first, while the dialog was open.
      const first = await post(path(c, 'probe')).then(() => true, e => {
        if (e.body?.error?.code === 'NotHeld') return false;
        throw e;
      });
      say(t(first ? 'probedNow' : 'goesOn', c.name));
    },
  });
}

function test(c) {
  return ask({
    title: t('testTitle', c.name), body: t('testWhat').map(text => h('p', {}, text)), verb: t('test'),
    run: async () => {
      const result = await post('test', { channels: [c.name] });
      tests.set(c.name, result.answers.map(a => t('testLine', t(a.status), t(a.state), a.after_ms, [a.answer, a.reason, a.cause, a.waits_for].filter(Boolean).map(plainly).join(', '))));
      say(t('testedNow', c.name, result.delivered), result.delivered ? 'ok' : 'bad');
    },
  });
}
