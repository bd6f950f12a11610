// What was given up, what could not be read, and what is sent again; who did what. Whatever changes something shows its plan first.
import { ago, ask, clock, fail, get, h, insist, language, lines, live, number, plainly, poll, post, say, span, started, state, svg, t, table, unknown, when, zone } from '../lib.js';
import { briefly, words as telling } from '../story.js';

export const words = {
  en: {
    ...telling.en,
    views: 'Views', deadLetters: 'Dead letters', quarantine: 'Quarantine', replay: 'Replay', log: 'Who did what',
    deadLettersIs: 'Deliveries that were given up and are not yet handled. They are kept for 30 days.',
    quarantineIs: 'Bodies that could not be read or routed and are not yet handled. They are kept for 30 days.',
    noDeadLetters: 'No dead letter waits for a decision.', noQuarantine: 'Nothing in quarantine waits for a decision.',
    channel: 'Channel', integration: 'Integration', cause: 'Cause', count: 'Count', latest: 'Latest', kind: 'Kind', alert: 'Alert', action: 'Action',
    open: 'Open', redrive: 'Redrive …', discard: 'Discard …', retry: 'Retry …', redriveVerb: 'Redrive', discardVerb: 'Discard', retryVerb: 'Retry',
    moreThere: n => `There are more: these are the newest ${number(n)}. The others show when some of these are decided about.`, groupsCut: 'Only the 200 most frequent causes are shown.',
    reason: { refused: 'refused', expired: 'expired', attempts: 'attempts used up', 'no-room': 'failed alone, and took the space of others', discarded: 'discarded', unstored: 'could not be stored' },
    kinds: { refused: 'refused by the endpoint', unrouted: 'accepted, not routed', 'set-aside': 'alerts of a body', stray: 'no delivery' }, together: n => `${number(n)} alerts of a body`,
    all: 'All', choose: what => `Choose ${what}`, chosen: n => `${number(n)} chosen`, ofAll: (n, all) => `${number(n)} of ${number(all)}`, next: 'Next', previous: 'Previous', given: 'Given up', received: 'Received', details: 'Details', event: 'Event as it was sent', attemptsMade: 'Attempts',
    body: 'Body', advice: 'What to do',
    atOnce: n => `At most ${number(n)} at a time: the newest are taken.`,
    redriveWhat: n => `Redrive ${n === 1 ? 'one dead letter' : number(n) + ' dead letters'}?`, redriveHow: 'They are sent again as they were, below what is live and in order with it. What was superseded or resolved meanwhile is left out.',
    discardWhat: n => `Discard ${n === 1 ? 'one record' : number(n) + ' records'}?`, discardHow: 'They are not sent. The records are kept, and no longer listed. This can’t be taken back.',
    why: 'Reason', whyHint: 'Kept with the decision.', toChannel: 'To channel', own: 'its own', planning: 'Making the plan …', notPlanned: 'There is no plan yet: wait for it, or change a choice to make it again.',
    wouldSend: (n, channel) => `${number(n)} to ${channel}`, inAbout: time => `in about ${time}`, leftOut: 'Left out', nothingToSend: 'Nothing would be sent.', notRouted: (n, partition, offset) => `${number(n)} webhooks of the range are not in the plan: routing has not passed offset ${offset} of partition ${partition}. If it is stalled there, replay them when it has passed that.`, orderedBefore: id => `The very same was ordered before, as ${id}. Until that has ended it is not ordered again; then what it delivered is left out.`, ordered: id => `Ordered as ${id}.`, discarded: n => `${number(n)} discarded.`,
    retryWhat: n => `Retry ${n === 1 ? 'one body' : number(n) + ' bodies'}?`, retryHow: 'Those that can be read now are stored as webhooks, as if they came in now.', as: 'Read as', asAlerts: 'what ARMS should send', asPreset: 'ARMS’ preset template', status: 'Status', asSays: 'as the body says', stateNewest: 'the newest state only', stateAll: 'all states', states: 'Which states', retried: n => `${number(n)} stored as webhooks.`,
    readable: 'can be read', outdated: 'left out: a later state has come in, or the later states are not known any more', stored: 'stored already', unreadable: 'can’t be read', accepted: 'was accepted: replay it', stray: 'is no webhook',
    stretch: 'Which stretch', stretchHint: 'Draw over the chart, or type the times.', zoneHint: zone => `The times are those of this browser, ${zone}.`, receivedFrom: (from, to) => `Received from ${from} to ${to}`, from: 'From', to: 'To', period: 'Show', last6h: '6 hours', last24h: '24 hours', last3d: '3 days', last7d: '7 days', webhooksIn: n => `${number(n)} webhooks in the stretch`, chart: 'Webhooks over time',
    narrow: 'Only', severity: 'Severity', any: 'any', only: 'Deliveries', onlyDead: 'dead-lettered', onlyNever: 'never delivered', where: 'To', byRules: 'by the current rules', asRouted: 'where they went at that time', showPlan: 'Show the plan', plan: 'The plan', run: 'Send …', runVerb: 'Send', again: 'Also what a replay delivered already',
    planRead: (webhooks, alerts) => `${webhooks === 1 ? '1 webhook' : number(webhooks) + ' webhooks'} with ${alerts === 1 ? '1 alert was' : number(alerts) + ' alerts were'} read.`, routesThen: 'Routes then and now', shiftAdded: 'come to it', shiftRemoved: 'left it', shiftSame: 'unchanged', examples: 'Examples', runWhat: n => `Send ${n === 1 ? 'one request' : number(n) + ' requests'} again?`, runHow: 'They go below what is live. It can be paused and cancelled; what was sent by then stays sent.',
    replays: 'Replays', noReplays: 'No replay was ordered.', by: 'By', at: 'At', sent: 'Sent', pause: 'Pause', resume: 'Resume', cancelReplay: 'Cancel …', cancelVerb: 'Cancel the replay', cancelWhat: id => `Cancel replay ${id}?`, cancelHow: 'Nothing more is handed over. What was, at most a few seconds’ worth, is still delivered.', kindReplay: 'replay', kindRedrive: 'redrive',
    what: 'What', who: 'Who', noLog: 'No action has been recorded yet.', didDiscard: n => `discarded ${number(n)}`, didRetry: n => `retried ${number(n)}`, didRedrive: n => `redrove ${number(n)}`, didReplay: id => `ordered replay ${id}`, didPause: name => `paused channel ${name}`, ofDead: 'of the dead letters', ofQuarantine: 'in quarantine',
    'newer-delivered': 'a newer state was due already', 'resolved-since': 'resolved since', 'fired-since': 'fires again since', 'still-waits': 'still waits', 'replayed-before': 'replayed before', 'not-asked-for': 'not asked for', 'unknown-then': 'unknown where it went', 'channel-gone': 'channel is not configured', 'other-format': 'made for another format', 'no-longer-kept': 'no longer kept', 'not-remade': 'can’t be made any more', older: 'an older state of the same', decided: 'decided already', 'too-old': 'too old', 'delivered-since': 'delivered since', 'test-or-heartbeat': 'test or heartbeat of the relay',
    expired: 'expired', logHint: 'Decisions about dead letters and quarantine, replays, and channels that are paused now. Decisions that one person made within a minute are one line.',
  },
  zh: {
    ...telling.zh,
    views: '视图', deadLetters: '死信', quarantine: '隔离区', replay: '重放', log: '操作记录',
    deadLettersIs: '已放弃且尚未有人处理的投递，保留 30 天。',
    quarantineIs: '无法读取或路由且尚未有人处理的请求体，保留 30 天。',
    noDeadLetters: '没有待处理的死信。', noQuarantine: '隔离区中没有待处理的内容。',
    channel: '协作空间', integration: '集成', cause: '原因', count: '数量', latest: '最近一次', kind: '类别', alert: '告警', action: '操作',
    open: '展开', redrive: '重新投递……', discard: '作废……', retry: '重试……', redriveVerb: '重新投递', discardVerb: '作废', retryVerb: '重试',
    moreThere: n => `还有更多：这里是最新的 ${number(n)} 条，处理之后会显示其余的。`, groupsCut: '只显示最常见的 200 种原因。',
    reason: { refused: '被拒绝', expired: '已过期', attempts: '尝试次数用尽', 'no-room': '单独失败且占满等待空间', discarded: '作废', unstored: '无法存储' },
    kinds: { refused: '接入时被拒绝', unrouted: '已接收，未路由', 'set-aside': '请求体中的告警', stray: '无法识别的记录' }, together: n => `请求体中的 ${number(n)} 条告警`,
    all: '全部', choose: what => `选择 ${what}`, chosen: n => `已选 ${number(n)} 条`, ofAll: (n, all) => `${number(n)} / ${number(all)}`, next: '下一页', previous: '上一页', given: '放弃时间', received: '接收时间', details: '详情', event: '发送的事件', attemptsMade: '尝试',
    body: '请求体', advice: '处理建议',
    atOnce: n => `每次最多 ${number(n)} 条：取最新的。`,
    redriveWhat: n => `重新投递 ${number(n)} 条死信？`, redriveHow: '按原样再次发送，优先级低于实时告警并与其保持顺序。期间已被取代或已恢复的不再发送。',
    discardWhat: n => `作废 ${number(n)} 条记录？`, discardHow: '不再发送。记录仍保留，但不再列出。此操作不可撤销。',
    why: '理由', whyHint: '与处理结果一起保存。', toChannel: '发往协作空间', own: '原协作空间', planning: '正在生成计划……', notPlanned: '还没有计划：请等待，或改变一个选项以重新生成。',
    wouldSend: (n, channel) => `${number(n)} 条发往 ${channel}`, inAbout: time => `约需 ${time}`, leftOut: '不发送', nothingToSend: '没有可发送的内容。', notRouted: (n, partition, offset) => `范围内有 ${number(n)} 个 webhook 未列入计划：路由尚未越过分区 ${partition} 的 offset ${offset}。如果路由停在那里，请待其恢复后再重放这一部分。`, orderedBefore: id => `完全相同的操作已经发起过，编号 ${id}。在其结束之前不能再次发起；结束之后再次发起时，已由其送达的不再发送。`, ordered: id => `已发起，编号 ${id}。`, discarded: n => `已作废 ${number(n)} 条。`,
    retryWhat: n => `重试 ${number(n)} 个请求体？`, retryHow: '现在可以读取的将作为 webhook 存入，视同刚刚收到。', as: '读取方式', asAlerts: 'ARMS 应发送的内容', asPreset: 'ARMS 的预置模板', status: '状态', asSays: '按请求体所述', stateNewest: '只要最新状态', stateAll: '全部状态', states: '哪些状态', retried: n => `已作为 webhook 存入 ${number(n)} 个。`,
    readable: '可以读取', outdated: '不重试：之后已有新状态，或之后的情况已无法查知', stored: '已存入', unreadable: '无法读取', accepted: '已被接收：请重放', stray: '不是 webhook',
    stretch: '选择时段', stretchHint: '在图上拖动，或直接填写时间。', zoneHint: zone => `时间按本浏览器的时区，即 ${zone}。`, receivedFrom: (from, to) => `接收时间从 ${from} 到 ${to}`, from: '从', to: '到', period: '显示', last6h: '6 小时', last24h: '24 小时', last3d: '3 天', last7d: '7 天', webhooksIn: n => `该时段内有 ${number(n)} 个 webhook`, chart: 'webhook 数量随时间的变化',
    narrow: '筛选', severity: '级别', any: '不限', only: '投递结果', onlyDead: '已成死信', onlyNever: '从未送达', where: '发往', byRules: '按现在的规则', asRouted: '按当时的去向', showPlan: '显示计划', plan: '计划', run: '发送……', runVerb: '发送', again: '包括重放已经送达过的',
    planRead: (webhooks, alerts) => `读取了 ${number(webhooks)} 个 webhook，共 ${number(alerts)} 条告警。`, routesThen: '当时与现在的去向', shiftAdded: '新增', shiftRemoved: '不再去', shiftSame: '不变', examples: '示例', runWhat: n => `再次发送 ${number(n)} 个请求？`, runHow: '优先级低于实时告警。可以暂停和取消；已发送的无法撤回。',
    replays: '重放', noReplays: '还没有重放记录。', by: '操作人', at: '时间', sent: '已发送', pause: '暂停', resume: '恢复', cancelReplay: '取消……', cancelVerb: '取消重放', cancelWhat: id => `取消重放 ${id}？`, cancelHow: '不再发出新的内容。已进入投递的（最多几秒的量）仍会发送。', kindReplay: '重放', kindRedrive: '重新投递',
    what: '操作', who: '操作人', noLog: '还没有操作记录。', didDiscard: n => `作废 ${number(n)} 条`, didRetry: n => `重试 ${number(n)} 条`, didRedrive: n => `重新投递 ${number(n)} 条`, didReplay: id => `发起重放 ${id}`, didPause: name => `暂停协作空间 ${name}`, ofDead: '死信', ofQuarantine: '隔离区',
    'newer-delivered': '已有更新的状态', 'resolved-since': '之后已恢复', 'fired-since': '之后再次触发', 'still-waits': '仍在等待', 'replayed-before': '已重放过', 'not-asked-for': '不在所选范围', 'unknown-then': '当时去向未知', 'channel-gone': '协作空间已不在配置中', 'other-format': '原格式与协作空间不符', 'no-longer-kept': '已不再保留', 'not-remade': '无法再生成', older: '同一告警较旧的状态', decided: '已处理', 'too-old': '时间过久', 'delivered-since': '之后已送达', 'test-or-heartbeat': '中继的测试告警或心跳',
    expired: '已过期', logHint: '对死信和隔离区的处理、重放，以及当前暂停的协作空间。同一人在一分钟内的处理合为一行。',
  },
};

const VIEWS = { 'dead-letters': 'deadLetters', quarantine: 'quarantine', replay: 'replay', log: 'log' };
const PAGE = 25;
const MOST = 1000;
/** A list can be long, and in a storm its count changes every few seconds. */
const REDRAW_MS = 30000;

export default async function (main) {
  const asked = new URLSearchParams(location.search);
  const view = VIEWS[asked.get('view')] ? asked.get('view') : 'dead-letters';
  main.append(h('div', { class: 'page-head' }, h('h1', {}, t('repair'))),
    h('nav', { class: 'tabs', 'aria-label': t('views') }, Object.entries(VIEWS).map(([name, word]) =>
      h('a', { href: '/repair?view=' + name, 'aria-current': name === view ? 'page' : null }, t(word)))));
  await { 'dead-letters': () => kept(main, DEAD_LETTERS), quarantine: () => kept(main, QUARANTINE), replay: () => replay(main), log: () => log(main) }[view]();
}

// ---- dead letters and quarantine: by cause, then one by one

const DEAD_LETTERS = {
  path: 'dead-letters', counted: 'dead_letters', is: 'deadLettersIs', none: 'noDeadLetters', by: ['channel', 'reason', 'cause'],
  names: [{ head: 'channel', of: g => g.channel }],
  cause: g => [reasonOf(g), g.cause && g.cause !== g.reason ? h('span', { class: 'break' }, ' ', plainly(g.cause)) : ''],
  which: g => ({ channel: g.channel, reason: g.reason, cause: part(g.cause) }),
  at: r => r.settled_at, atHead: 'given',
  title: r => [r.status === 'resolved' ? state('resolved') : state(r.severity), ' ', alertLink(r)],
  detail: letterDetail,
  actions: [['redrive', redrive], ['discard', discard]],
};
const QUARANTINE = {
  path: 'quarantine', counted: 'quarantined', is: 'quarantineIs', none: 'noQuarantine', by: ['integration', 'kind', 'cause'],
  names: [{ head: 'integration', of: g => g.integration || '–' }],
  cause: g => [h('span', { class: 'dim' }, t('kinds')[g.kind] ?? g.kind), h('span', { class: 'break' }, ' ', plainly(briefly(g.cause)))],
  which: g => ({ integration: g.integration, kind: g.kind, cause: part(g.cause) }),
  at: r => r.received_at, atHead: 'received',
  title: r => [h('a', { class: 'mono break', href: '/alerts?id=' + encodeURIComponent(r.receipt ?? r.id) + (r.index === undefined ? '' : '&index=' + r.index) }, r.id),
    r.alerts ? [' ', h('span', { class: 'dim' }, t('together', r.alerts))] : ''],
  detail: bodyDetail,
  actions: [['retry', retry], ['discard', discard]],
};

/** Enough of a cause to find it by; half a character would find nothing. */
const part = cause => cause.slice(0, 150).replace(/[\ud800-\udbff]$/, '');

const reasonOf = g => h('span', { class: 'dim' }, t('reason')[g.reason] ?? g.reason);

const alertLink = r => h('a', { class: 'break', href: `/alerts?id=${encodeURIComponent(r.receipt)}&index=${r.index}` }, r.title || r.alert_key);

const loading = () => h('div', { class: 'stack' }, h('p', { class: 'dim' }, t('loading')));

/** The groups; an open one shows its records. */
async function kept(main, kind) {
  const place = loading();
  main.append(h('p', { class: 'dim' }, t(kind.is)), place);
  await insist(() => draw(), e => unknown(place, e));
  // What comes in while somebody works on what is open here waits until that is closed.
  const isSelected = () => !getSelection().isCollapsed && getSelection().containsNode(place, true);
  const inUse = () => document.querySelector('dialog') || place.querySelector('details[open]') || place.contains(document.activeElement) || isSelected();
  let counted;
  let mayDrawAt = 0;
  let drawing = false;
  live(async now => {
    const counts = now?.last_24h?.[kind.counted];
    const seen = JSON.stringify(counts);
    if (!counts || seen === counted || drawing || performance.now() < mayDrawAt || inUse()) return;
    // The list may be newer than the count.
    const isKnown = counted === undefined && Boolean(counts.undecided) === Boolean(place.querySelector('.group'));
    counted = seen;
    if (isKnown) return;
    drawing = true;
    const wasDrawn = await draw(inUse).catch(e => {
      fail(e);
      return false;
    });
    // What was not drawn is drawn later, though nothing comes in meanwhile.
    if (!wasDrawn) counted = '';
    mayDrawAt = performance.now() + REDRAW_MS;
    drawing = false;
  });

  /** Returns whether it was drawn. */
  async function draw(unless = () => false) {
    const groups = [];
    let end = {};
    await listed(kind.path + '?limit=0', line => { if (line.what === 'group') groups.push(line); else if (line.what === 'end') end = line; });
    if (unless()) return false;
    if (!groups.length) {
      place.replaceChildren(h('section', { class: 'card empty' }, h('p', {}, state('done', t(kind.none)))));
      return true;
    }
    place.replaceChildren(...[
      end.more ? h('p', { class: 'banner warn' }, h('span', {}, t('moreThere', end.found))) : '',
      end.groups > groups.length ? h('p', { class: 'dim' }, t('groupsCut')) : '',
      ...groups.map(group)].filter(Boolean));
    return true;
  }

  function group(g) {
    const records = h('div');
    const details = onceOpen(h('details', {}, h('summary', {}, t('open')), records), records, () => page(records, g, 0));
    const name = kind.names[0].of(g);
    return h('section', { class: 'card group' },
      h('div', { class: 'group-head' },
        h('span', { class: 'group-count' }, number(g.count)),
        h('div', { class: 'group-what' }, h('h2', { class: 'break' }, name), h('p', {}, kind.cause(g)), advice(g.cause)),
        h('span', { class: 'dim small' }, t('latest'), ' ', ago(g.newest)),
        h('div', { class: 'row' }, kind.actions.map(([word, act]) => h('button', { type: 'button', 'aria-label': `${t(word)} ${name}`, onclick: () => all(g).then(ids => (ids.length ? act(kind, ids, g.count) : 'decided about meanwhile')).then(done).catch(fail) }, t(word))))),
      details);
  }

  /** The ids of the newest of a group, as many as can be resolved at once. */
  async function all(g) {
    const ids = [];
    await read(g, MOST, r => ids.push(r.id));
    return ids;
  }

  /** Reads the newest of a group. The relay also finds others, whose causes contain this one. */
  async function read(g, most, each) {
    let found = 0;
    let all = 1;
    for (let skip = 0, limit = Math.min(most, MOST); skip < all && found < most; skip += limit, limit = MOST) {
      await listed(`${kind.path}?${new URLSearchParams({ ...kind.which(g), skip, limit })}`, line => {
        if (line.what === 'end') all = line.found;
        if (line.what !== 'record' || kind.by.some(field => (line[field] ?? '') !== (g[field] ?? '')) || found === most) return;
        found++;
        each(line);
      });
    }
  }

  async function page(place, g, skip) {
    const all = [];
    await read(g, skip + PAGE, r => all.push(r));
    const found = all.slice(skip);
    const chosen = new Set();
    const told = h('span', { class: 'dim by', role: 'status' }, t('ofAll', skip + found.length, g.count));
    const buttons = kind.actions.map(([word, act]) => h('button', { type: 'button', disabled: true, onclick: () => act(kind, [...chosen], chosen.size).then(done).catch(fail) }, t(word)));
    const choose = (r, on) => {
      if (on) chosen.add(r.id);
      else chosen.delete(r.id);
      buttons.forEach(b => { b.disabled = !chosen.size; });
      told.textContent = chosen.size ? t('chosen', chosen.size) : t('ofAll', skip + found.length, g.count);
    };
    place.replaceChildren(
      h('ol', { class: 'plain' }, found.map(r => {
        const inner = h('div', { class: 'record-detail' });
        const more = onceOpen(h('details', {}, h('summary', { class: 'small' }, t('details')), inner), inner, () => kind.detail(inner, r));
        return h('li', {}, h('input', { type: 'checkbox', 'aria-label': t('choose', r.id), onchange: e => choose(r, e.target.checked) }),
          h('div', {}, h('p', {}, kind.title(r)), more), h('span', { class: 'dim small' }, h('span', { class: 'mono' }, r.id.split('-').slice(0, 3).join('-')), ' · ', when(kind.at(r))));
      })),
      h('div', { class: 'buttons records-end' }, told, buttons,
        skip ? h('button', { type: 'button', onclick: () => page(place, g, skip - PAGE).catch(fail) }, t('previous')) : null,
        skip + PAGE < g.count ? h('button', { type: 'button', onclick: () => page(place, g, skip + PAGE).catch(fail) }, t('next')) : null));
  }

  function done(result) {
    // Unchanged if it was cancelled.
    return result === undefined ? undefined : draw();
  }
}

/** Fills the place in the details when they are opened first. */
function onceOpen(details, place, fill) {
  let begun = false;
  details.addEventListener('toggle', () => {
    if (begun || !details.open) return;
    begun = true;
    insist(fill, e => unknown(place, e));
  });
  return details;
}

/** Reads a list; waits for its turn, because the relay makes only a few at a time. */
async function listed(path, each) {
  for (let turn = 0; ; turn++) {
    try {
      return await lines(path, each);
    } catch (e) {
      if (e.status !== 429 || turn === 9) throw e;
      await new Promise(done => setTimeout(done, 500 + 500 * turn));
    }
  }
}

function advice(cause) {
  const rest = cause.slice(briefly(cause).length).trim();
  return rest ? h('details', {}, h('summary', { class: 'small dim' }, t('advice')), h('p', { class: 'small' }, plainly(rest))) : null;
}

async function letterDetail(place, r) {
  const all = await get('dead-letters/' + encodeURIComponent(r.id));
  place.replaceChildren(h('p', { class: 'small break' }, h('span', { class: 'dim' }, plainly(all.why))),
    h('h3', {}, t('attemptsMade')), h('ol', { class: 'attempts small' }, (all.history ?? []).map(a => h('li', {}, h('span', { class: 'dim' }, when(a.at)), ' ', h('span', { class: 'break' }, plainly(a.answer))))),
    h('h3', {}, t('event')), pre(all.event, t('event')));
}

async function bodyDetail(place, r) {
  const all = await get('quarantine/' + encodeURIComponent(r.id));
  place.replaceChildren(pre(all.body ?? all.body_base64 ?? '', t('body')));
}

function pre(text, label) {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // As it is.
  }
  return h('pre', { class: 'body', tabindex: '0', role: 'region', 'aria-label': label }, shown);
}

const REASON = () => ({ name: 'reason', label: t('why'), hint: t('whyHint') });
const bound = (ids, count) => (count > ids.length ? h('p', { class: 'dim' }, t('atOnce', MOST)) : null);

function discard(kind, ids, count) {
  return ask({
    title: t('discardWhat', ids.length), body: [h('p', {}, t('discardHow')), bound(ids, count)], fields: [REASON()], verb: t('discardVerb'), danger: true,
    run: async ({ reason }) => {
      const told = await post(kind.path + '/discard', { ids, reason, execute: true });
      say(t('discarded', told.discarded.length));
      return true;
    },
  });
}

/** A plan that is made again when one of its choices changes. Nothing is done before it was shown: checked() throws. */
function planned(choices, make) {
  const place = h('div', { class: 'plan', 'aria-live': 'polite' });
  let latest = 0;
  let seen = false;
  // One after the other, and only for what is chosen last: the relay makes one plan at a time.
  let before = Promise.resolve();
  const renew = () => {
    const mine = ++latest;
    seen = false;
    place.replaceChildren(h('p', { class: 'dim' }, t('planning')));
    before = before.then(async () => {
      if (mine !== latest) return;
      try {
        const told = [await make()].flat();
        if (mine !== latest) return;
        place.replaceChildren(...told);
        seen = true;
      } catch (e) {
        if (mine === latest) place.replaceChildren(h('p', { class: 'problem' }, e.message));
      }
    });
  };
  const fields = choices(renew);
  renew();
  return {
    shown: [h('div', { class: 'filters' }, fields), place],
    checked: () => { if (!seen) throw new Error(t('notPlanned')); },
  };
}

let selects = 0;
function chooser(label, options, onchange) {
  const id = `choose-${selects++}`;
  const select = h('select', { id, onchange }, options.map(([value, text]) => h('option', { value }, text)));
  return { select, field: h('div', { class: 'field' }, h('label', { for: id }, label), select) };
}

async function redrive(kind, ids, count) {
  const names = (await started()).channels.map(c => c.name);
  let to;
  const request = () => ({ dead_letters: ids, ...(to.select.value ? { to_channel: to.select.value } : {}) });
  const plan = planned(renew => {
    to = chooser(t('toChannel'), [['', t('own')], ...names.map(n => [n, n])], renew);
    return to.field;
  }, async () => planLines(await post('replays', request())));
  return ask({
    title: t('redriveWhat', ids.length), verb: t('redriveVerb'), body: [h('p', {}, t('redriveHow')), bound(ids, count), plan.shown],
    run: async () => {
      plan.checked();
      return ordered(await post('replays', { ...request(), execute: true }));
    },
  });
}

function ordered(plan) {
  if (!plan.ordered) throw new Error(t('nothingToSend'));
  say(t('ordered', plan.id));
  return plan;
}

/** A time with its day, for what must not be taken for another one. */
const dated = at => local(new Date(at)).replace('T', ' ');

function planLines(plan) {
  const sent = Object.entries(plan.channels);
  const left = Object.entries(plan.left_out);
  const { from, to } = plan.range ?? {};
  return [
    from && to ? h('p', {}, t('receivedFrom', dated(from), dated(to)), ' ', h('span', { class: 'dim' }, zone(from))) : '',
    plan.ordered_before ? h('p', {}, t('orderedBefore', plan.ordered_before.id), ' ', state(plan.ordered_before.state)) : '',
    ...Object.entries(plan.not_routed ?? {}).map(([partition, rest]) => h('p', {}, state('Warning', t('notRouted', rest.webhooks, partition, rest.from)))),
    sent.length ? h('ul', {}, sent.map(([name, c]) => h('li', {}, h('strong', {}, t('wouldSend', c.requests, name)), c.seconds ? h('span', { class: 'dim' }, ', ', t('inAbout', span(c.seconds * 1000))) : '')))
      : h('p', {}, state('Warning', t('nothingToSend'))),
    left.length ? h('div', {}, h('h3', {}, t('leftOut')), h('ul', {}, left.map(([why, tally]) => h('li', {}, `${number(tally.count)} `, h('span', { class: 'dim' }, t(why)))))) : '',
  ];
}

function retry(kind, ids, count) {
  let as, status, states;
  const request = () => ({ ids, as: as.select.value, state: states.select.value, ...(as.select.value === 'arms-preset' ? { status: status.select.value } : {}) });
  const plan = planned(renew => {
    as = chooser(t('as'), [['alerts', t('asAlerts')], ['arms-preset', t('asPreset')]], renew);
    status = chooser(t('status'), [['', t('asSays')], ['firing', t('firing')], ['resolved', t('resolved')]], renew);
    states = chooser(t('states'), [['newest', t('stateNewest')], ['all', t('stateAll')]], renew);
    return [as.field, status.field, states.field];
  }, async () => retryLines(await post('quarantine/retry', request())));
  return ask({
    title: t('retryWhat', ids.length), verb: t('retryVerb'), fields: [REASON()], body: [h('p', {}, t('retryHow')), bound(ids, count), plan.shown],
    run: async ({ reason }) => {
      plan.checked();
      const told = await post('quarantine/retry', { ...request(), reason, execute: true });
      const stored = told.items.filter(i => i.stored_as);
      if (!stored.length) throw new Error(t('nothingToSend'));
      say(t('retried', stored.length));
      return true;
    },
  });
}

function retryLines(told) {
  const counts = new Map();
  for (const item of told.items) counts.set(item.verdict, (counts.get(item.verdict) ?? 0) + 1);
  const good = verdict => verdict === 'readable' || verdict === 'stored';
  return [
    h('p', { class: 'row' }, [...counts].map(([verdict, n]) => state(good(verdict) ? 'done' : 'Warning', `${number(n)} ${t(verdict)}`))),
    h('ul', { class: 'small' }, [...new Set(told.items.flatMap(item => item.notes ?? []))].map(note => h('li', { class: 'break' }, plainly(note)))),
    h('ul', { class: 'small' }, told.items.slice(0, 5).map(item => h('li', {}, h('span', { class: 'mono' }, item.id.split('-').slice(0, 2).join('-')), ' ',
      (item.alerts ?? []).map(a => h('span', {}, `${a.title} → ${a.left_out ? t('leftOut') : a.channels.join(', ')} `)), item.why ? h('span', { class: 'dim break' }, plainly(briefly(item.why))) : ''))),
  ];
}

// ---- replay

const PERIODS = { '6h': 6, '24h': 24, '3d': 72, '7d': 168 };
const field = (label, input) => h('div', { class: 'field' }, h('label', { for: input.id }, label), input);
const local = moment => new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 19);

async function replay(main) {
  const place = loading();
  main.append(place);
  const status = await insist(started, e => unknown(place, e));
  place.remove();
  const from = h('input', { id: 'from', type: 'datetime-local', step: '1', required: true, onchange: mark });
  const to = h('input', { id: 'to', type: 'datetime-local', step: '1', required: true, onchange: mark });
  const period = h('select', { id: 'period', onchange: () => drawPeriod() }, Object.keys(PERIODS).map(p => h('option', { value: p, selected: p === '24h' }, t('last' + p))));
  const any = (id, names, first) => h('select', { id, onchange: stale }, h('option', { value: '' }, first), names.map(n => h('option', { value: n }, n)));
  const integration = any('integration', status.integrations.map(i => i.name), t('any'));
  const channel = any('channel', status.channels.map(c => c.name), t('any'));
  const severity = any('severity', ['Critical', 'Warning', 'Info'], t('any'));
  const only = h('select', { id: 'only', onchange: stale }, [['', t('any')], ['dead-lettered', t('onlyDead')], ['never-delivered', t('onlyNever')]].map(([v, text]) => h('option', { value: v }, text)));
  const where = h('select', { id: 'where', onchange: stale }, [['', t('byRules')], ['as-routed', t('asRouted')], ...status.channels.map(c => ['to ' + c.name, c.name])].map(([v, text]) => h('option', { value: v }, text)));
  const again = h('input', { id: 'again', type: 'checkbox', onchange: stale });
  const chart = h('div', { class: 'stretch' }, h('p', { class: 'dim' }, t('loading')));
  const zoneLine = h('p', { class: 'dim small' });
  const inStretch = h('p', { class: 'dim small', role: 'status' });
  const plan = h('div', { class: 'stack', 'aria-live': 'polite' });
  const go = h('button', { type: 'submit', class: 'primary' }, t('showPlan'));
  const form = h('form', { class: 'card', onsubmit: e => { e.preventDefault(); makePlan(); } },
    h('div', { class: 'card-head' }, h('h2', {}, t('stretch')), h('span', { class: 'row' }, h('label', { for: 'period', class: 'dim' }, t('period')), period)),
    h('div', { class: 'card-body' }, chart, h('p', { class: 'dim small' }, t('stretchHint')),
      h('div', { class: 'filters times' }, field(t('from'), from), field(t('to'), to)), zoneLine, inStretch,
      h('h3', {}, t('narrow')),
      h('div', { class: 'filters' }, field(t('integration'), integration), field(t('channel'), channel), field(t('severity'), severity), field(t('only'), only), field(t('where'), where)),
      h('div', { class: 'buttons' }, h('label', { class: 'by dim row' }, again, t('again')), go)));
  const list = h('section', { class: 'card' }, h('h2', {}, t('replays')));
  const rows = h('div', {}, h('p', { class: 'card-body dim' }, t('loading')));
  const old = h('div');
  list.append(old, rows);
  main.append(form, plan, list);

  const begun = await clock();
  from.value = local(new Date(begun - 3600000));
  // Includes what was received within this second.
  to.value = local(new Date(begun + 1000));
  /** Null while it is not known how many webhooks there are. */
  let shown = null;
  async function draw() {
    const end = new Date(await clock());
    const hours = PERIODS[period.value];
    const begin = new Date(+end - hours * 3600000);
    const counts = (await get(`webhooks/count/${begin.toISOString()}/${end.toISOString()}`)).webhooks;
    // Another was chosen meanwhile.
    if (hours !== PERIODS[period.value]) return;
    shown = { begin, end, counts };
    chart.replaceChildren(axis(shown, (a, b) => { from.value = local(a); to.value = local(b); mark(); }));
    mark();
  }

  // What is shown of another period is not what was chosen.
  const drawPeriod = () => insist(draw, e => {
    shown = null;
    inStretch.textContent = '';
    unknown(chart, e);
  });

  function mark() {
    stale();
    const [a, b] = [new Date(from.value), new Date(to.value)];
    if (!isNaN(a)) zoneLine.textContent = t('zoneHint', zone(a));
    if (!shown || isNaN(a) || isNaN(b)) return;
    const { begin, end, counts } = shown;
    const at = moment => Math.min(1, Math.max(0, (moment - begin) / (end - begin)));
    const picked = chart.querySelector('.picked');
    picked.setAttribute('x', at(a) * 960);
    picked.setAttribute('width', Math.max(2, (at(b) - at(a)) * 960));
    const part = (end - begin) / counts.length;
    const some = counts.filter((n, i) => +begin + (i + 1) * part > a && +begin + i * part < b).reduce((x, y) => x + y, 0);
    inStretch.textContent = t('webhooksIn', some);
  }

  // A plan that comes after a choice was changed is not shown.
  let latest = 0;
  function stale() {
    latest++;
    plan.replaceChildren();
  }

  const request = () => ({
    from: new Date(from.value).toISOString(), to: new Date(to.value).toISOString(),
    ...(integration.value ? { integrations: [integration.value] } : {}), ...(channel.value ? { channels: [channel.value] } : {}), ...(severity.value ? { severities: [severity.value] } : {}),
    ...(only.value ? { only: only.value } : {}), ...(where.value === 'as-routed' ? { as_routed: true } : where.value ? { to_channel: where.value.slice(3) } : {}), ...(again.checked ? { again: true } : {}),
  });

  async function makePlan() {
    const mine = ++latest;
    go.disabled = true;
    plan.replaceChildren(h('p', { class: 'dim' }, t('planning')));
    try {
      const asked = request();
      const made = await post('replays', asked);
      if (mine !== latest) return;
      plan.replaceChildren(planCard(made, async () => {
        const done = await ask({
          title: t('runWhat', made.requests), body: [h('p', {}, t('runHow')), planLines(made)], verb: t('runVerb'),
          run: async () => ordered(await post('replays', { ...asked, execute: true })),
        });
        if (done) {
          stale();
          await look();
        }
      }));
    } catch (e) {
      if (mine === latest) plan.replaceChildren(h('p', { class: 'problem' }, e.message));
    } finally {
      go.disabled = false;
    }
  }

  let all = [];
  // Whether the list is older than what was ordered last, here or elsewhere.
  let outdated = false;
  async function look() {
    outdated = true;
    all = (await poll('replays')).replays.reverse().slice(0, 50);
    outdated = false;
    old.replaceChildren();
    const focus = document.activeElement?.dataset?.does;
    rows.replaceChildren(all.length ? replayTable(all, look) : h('p', { class: 'card-body dim' }, t('noReplays')));
    if (focus) rows.querySelector(`[data-does="${CSS.escape(focus)}"]`)?.focus();
  }
  drawPeriod();
  await insist(look, e => unknown(rows, e));
  setInterval(() => { if (!document.hidden && (outdated || all.some(r => !ENDED.includes(r.state)))) look().catch(e => unknown(old, e)); }, 2000);
  let known;
  live(now => {
    if (!now?.replays) return;
    const states = JSON.stringify(now.replays.map(r => [r.id, r.state]));
    outdated ||= known !== undefined && states !== known;
    known = states;
  });
}

/** How many webhooks were received over time; a period can be selected by drawing or by typing. */
function axis({ begin, end, counts }, pick) {
  const most = Math.max(1, ...counts);
  const width = 960 / counts.length;
  const chart = svg('svg', { viewBox: '0 0 960 110', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${t('chart')}: ${when(begin)} – ${when(end)}` },
    ...counts.map((n, i) => svg('rect', { class: 'count', x: i * width + 0.6, width: width - 1.2, y: 110 - Math.max(n ? 3 : 0, (n / most) * 104), height: Math.max(n ? 3 : 0, (n / most) * 104) })),
    svg('line', { class: 'ground', x1: 0, x2: 960, y1: 109.5, y2: 109.5 }),
    svg('rect', { class: 'picked', x: 0, y: 0, width: 0, height: 110 }));
  const moment = e => {
    const box = chart.getBoundingClientRect();
    return new Date(+begin + Math.min(1, Math.max(0, (e.clientX - box.left) / box.width)) * (end - begin));
  };
  let start = null;
  const over = e => {
    if (!start) return;
    const here = moment(e);
    pick(start < here ? start : here, start < here ? here : start);
  };
  chart.addEventListener('pointerdown', e => { start = moment(e); chart.setPointerCapture(e.pointerId); });
  chart.addEventListener('pointermove', over);
  chart.addEventListener('pointerup', e => { if (start && Math.abs(moment(e) - start) > (end - begin) / 400) over(e); start = null; });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(x => h('span', {}, new Date(+begin + x * (end - begin)).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', end - begin > 90000000 ? { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit' })));
  return h('div', {}, h('div', { class: 'stretch-most dim small' }, number(most)), chart, h('div', { class: 'ticks dim small' }, ticks));
}

function planCard(made, run) {
  const shifts = Object.entries(made.routes).filter(([, s]) => s.added.count || s.removed.count);
  return h('section', { class: 'card' },
    h('div', { class: 'card-head' }, h('h2', {}, t('plan')), h('span', { class: 'dim mono' }, made.id)),
    h('div', { class: 'card-body' }, h('p', { class: 'dim' }, t('planRead', made.webhooks, made.alerts)), planLines(made),
      shifts.length ? h('div', {}, h('h3', {}, t('routesThen')), table(t('routesThen'), [
        { head: t('channel'), cell: ([name]) => h('span', { class: 'break' }, name) },
        { head: t('shiftAdded'), number: true, cell: ([, s]) => number(s.added.count) },
        { head: t('shiftRemoved'), number: true, cell: ([, s]) => number(s.removed.count) },
        { head: t('shiftSame'), number: true, cell: ([, s]) => number(s.unchanged.count) },
      ], shifts)) : null,
      Object.values(made.routes).some(s => s.added.examples.length || s.unchanged.examples.length) ? h('details', {}, h('summary', {}, t('examples')), h('ul', { class: 'small' }, Object.entries(made.routes).flatMap(([name, s]) =>
        [...s.added.examples, ...s.unchanged.examples].slice(0, 5).map(x => h('li', { class: 'break' }, h('span', { class: 'dim' }, name, ' '), x))))) : null,
      h('div', { class: 'buttons' }, h('button', { class: 'primary', type: 'button', disabled: !made.requests, onclick: () => run().catch(fail) }, t('run')))));
}

const ENDED = ['done', 'failed', 'cancelled'];

function replayTable(all, look) {
  const wish = (r, word) => h('button', { type: 'button', class: 'small', 'data-does': `${word} ${r.id}`, 'aria-label': `${t(word === 'cancel' ? 'cancelReplay' : word)} ${r.id}`, onclick: () => wished(r, word).catch(fail) }, t(word === 'cancel' ? 'cancelReplay' : word));
  async function wished(r, word) {
    await ask({
      title: word === 'cancel' ? t('cancelWhat', r.id) : `${t(word)} ${r.id}?`, body: [h('p', {}, t(word === 'cancel' ? 'cancelHow' : 'runHow'))], verb: word === 'cancel' ? t('cancelVerb') : t(word), danger: word === 'cancel',
      run: async () => (await post(`replays/${encodeURIComponent(r.id)}/${word}`)) && true,
    });
    await look();
  }
  return table(t('replays'), [
    { head: t('replay'), cell: r => h('span', {}, h('span', { class: 'mono' }, r.id), h('br'), h('span', { class: 'dim small' }, t(r.kind === 'redrive' ? 'kindRedrive' : 'kindReplay'))) },
    { head: t('status'), cell: r => h('span', {}, state(r.state), r.message ? h('span', { class: 'dim small break' }, h('br'), plainly(r.message)) : '') },
    { head: t('sent'), cell: progress },
    { head: t('by'), wide: true, cell: r => h('span', { class: 'break' }, r.by, h('br'), h('span', { class: 'dim small' }, when(r.created_at))) },
    { head: t('action'), cell: r => (ENDED.includes(r.state) ? '' : h('span', { class: 'row' }, r.state === 'paused' ? wish(r, 'resume') : wish(r, 'pause'), wish(r, 'cancel'))) },
  ], all);
}

function progress(r) {
  let [plannedAll, settled] = [0, 0];
  for (const c of Object.values(r.channels ?? {})) {
    plannedAll += c.planned;
    settled += Object.values(c.settled).reduce((x, y) => x + y, 0);
  }
  const bar = h('span', { class: 'hit-bar', 'aria-hidden': 'true' });
  bar.style.width = `${plannedAll ? Math.min(100, (settled / plannedAll) * 100) : 0}%`;
  const how = {};
  for (const c of Object.values(r.channels ?? {})) for (const [word, n] of Object.entries(c.settled)) how[word] = (how[word] ?? 0) + n;
  return h('span', { class: 'hits progress' }, t('ofAll', settled, plannedAll), h('span', { class: 'hit-room' }, bar),
    h('span', { class: 'dim small' }, Object.entries(how).filter(([word]) => word !== 'delivered').map(([word, n]) => `${number(n)} ${t(word)} `)));
}

// ---- who did what

async function log(main) {
  const place = loading();
  main.append(h('p', { class: 'dim' }, t('logHint')), place);
  const [{ decisions }, { replays }, status] = await insist(() => Promise.all([get('decisions'), get('replays'), started()]), e => unknown(place, e));
  const did = { discarded: 'didDiscard', retried: 'didRetry', redriven: 'didRedrive' };
  const entries = [
    ...decisions.map(d => ({ at: d.at, by: d.by, reason: d.reason, what: [t(did[d.decision], d.count), ' ', h('span', { class: 'dim' }, t(d.about.startsWith('dl') ? 'ofDead' : 'ofQuarantine'), d.count === 1 ? ` ${d.about}` : '', d.replay ? ` · ${t('didReplay', d.replay)}` : '')] })),
    ...replays.map(r => ({ at: r.created_at, by: r.by, what: [t('didReplay', r.id), ' ', state(r.state)] })),
    ...replays.filter(r => r.wish).map(r => ({ at: r.wish.at, by: r.wish.by, what: [t(r.wish.wish === 'cancel' ? 'cancelVerb' : r.wish.wish), ' ', h('span', { class: 'dim mono' }, r.id)] })),
    ...status.channels.filter(c => c.paused).map(c => ({ at: c.paused.since, by: c.paused.by, reason: c.paused.reason, what: t('didPause', c.name) })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 200);
  place.replaceChildren(
    h('section', { class: 'card' }, entries.length ? table(t('log'), [
      { head: t('at'), cell: e => h('span', { class: 'nowrap' }, when(e.at)) },
      { head: t('who'), cell: e => h('span', { class: 'break' }, e.by || '–') },
      { head: t('what'), cell: e => [e.what, e.reason ? h('span', { class: 'dim small break' }, h('br'), e.reason) : ''].flat() },
    ].map(c => ({ ...c, cell: row => h('span', {}, c.cell(row)) })), entries) : h('p', { class: 'card-body dim' }, t('noLog'))));
}
