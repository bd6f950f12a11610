// The newest alerts, the search, and the history of one alert. The search is part of the address, so that it can be shared.
import { ago, asTyped, clock, fail, get, h, insist, lines, live, number, plainly, reason, Refused, shortSpan, span, state, t, unknown, when } from '../lib.js';
import { addresses, briefly, decision, mayBeRefused, requestId, searchOf, storyOf, typedFor, words as telling } from '../story.js';

export const words = {
  en: {
    ...telling.en,
    search: 'Search', searchHint: 'Words, a request id, or label=value such as team=payments. In quotes: "with a space".', find: 'Find', clear: 'Clear',
    severity: 'Severity', integration: 'Integration', channel: 'Channel', outcomeIs: 'Outcome', received: 'Received', any: 'any', more: 'Filters',
    last15m: 'last 15 minutes', last1h: 'last hour', last6h: 'last 6 hours', last24h: 'last 24 hours', last7d: 'last 7 days', anyTime: 'any time',
    between: 'between …', from: 'From', to: 'To', live: 'Live', liveHint: 'Shows new alerts as they come in',
    'settled-later': 'settled later', 'too-old': 'too old to tell', refused: 'refused', notRouted: 'waits for routing', older: 'Older ones', found: n => `${number(n)} found`,
    searching: (done, of) => `Searching … ${number(done)} of ${number(of)} webhooks`, searched: (done, of) => `looked through ${number(done)} of ${number(of)} webhooks`,
    noneFound: 'No alert was found.', noneYet: 'No alert has come in yet.', noneHint: 'Look over a longer time, or with fewer conditions.',
    refusedUnread: n => `${number(n)} posts were refused in that time; of those nothing is kept that could be searched.`,
    back: 'All alerts', requestId: 'Request id', alertKey: 'Alert key', story: 'What happened', why: 'Why it went there',
    links: 'Links', body: 'Body as it came', sameAlert: 'The same alert', thisOne: 'this one', copy: 'Copy', copied: 'Copied', notCopied: 'The browser does not let this page copy, as it did not come by https: it is selected now, press Ctrl+C.',
    knownOf: id => `What is known of the request id ${id}`, lastOther: span => `last ${span}`,
    notListed: (n, next) => `${number(n)} more ${n === 1 ? 'alert is' : 'alerts are'} not listed: search for ${next} and so on.`,
    sCame: (integration, sender) => `Received through ${integration}, from ${sender}`, sBytes: n => `${number(n)} bytes`, sRetryOf: 'Made by a retry of',
    sRouted: 'Decided', sNotRouted: 'Waits to be routed', sSetAside: 'Set aside: it is in quarantine', sQuarantined: 'It is in quarantine',
    sRefused: 'Refused by the endpoint; its body is in quarantine', sDecided: (decision, by) => `${decision} by ${by}`,
    sFirst: channel => `First attempt at ${channel}`, sDelivered: channel => `${channel} took it`, sSuperseded: channel => `Not sent to ${channel}: superseded`,
    sDead: channel => `Given up for ${channel}`, sWaiting: channel => `Waits for ${channel}`, sLost: channel => `Unaccounted at ${channel}: an audit would find it`, notFoundHere: 'how it ended was not found here: open it', sNoneLeft: 'It was routed, but no delivery is left of it: run relay audit', sGone: 'It was routed; no delivery is left of it: its traces may have been deleted for their age', sTooOld: channel => `Too old to tell how it ended at ${channel}`,
    sReplay: id => `by replay ${id}`, sAttempts: n => `${n} attempts`, sAttempt: 'at the first attempt', sAhead: n => (n ? `at most ${number(n)} before it` : 'none before it'), sNotKnown: 'behind others in the topic, or another relay has the channel', sTook: time => `after ${time}`,
    sUnanswered: n => `${n} unanswered`, attempts: 'All attempts', sBy: 'superseded by', deadLetter: 'Dead letter', toRepair: 'To Repair',
    notKept: 'The body is not kept any more; this is what its traces show.', noneSame: 'No other state of it was found.',
    lookSame: 'Looking for other states of it …', discarded: 'discarded', retried: 'retried', redriven: 'sent again', sTrace: 'Trace',
    reasons: { refused: 'refused', expired: 'expired', attempts: 'attempts used up', 'no-room': 'failed alone, and took the space of others', discarded: 'discarded', unstored: 'could not be stored', reminder: 'a reminder of a state that waits already', 'resolved-pair': 'fired and recovered while it waited', newer: 'a newer state of the same alert' },
  },
  zh: {
    ...telling.zh,
    search: '搜索', searchHint: '关键词、request id，或 标签=值，例如 team=payments。含空格时加引号："disk full"。', find: '查找', clear: '清除',
    severity: '级别', integration: '集成', channel: '协作空间', outcomeIs: '结果', received: '接收时间', any: '不限', more: '筛选',
    last15m: '最近 15 分钟', last1h: '最近 1 小时', last6h: '最近 6 小时', last24h: '最近 24 小时', last7d: '最近 7 天', anyTime: '不限时间',
    between: '指定时间……', from: '从', to: '到', live: '实时', liveHint: '新告警到达时立即显示',
    'settled-later': '较晚才有结果', 'too-old': '已过保留期，无法判断', refused: '已拒绝', notRouted: '等待路由', older: '更早的', found: n => `找到 ${number(n)} 条`,
    searching: (done, of) => `搜索中……已查看 ${number(of)} 个 webhook 中的 ${number(done)} 个`, searched: (done, of) => `已查看 ${number(of)} 个 webhook 中的 ${number(done)} 个`,
    noneFound: '没有找到告警。', noneYet: '还没有收到告警。', noneHint: '请放宽时间范围，或减少筛选条件。',
    refusedUnread: n => `这段时间内有 ${number(n)} 个请求被拒绝；其内容没有保留，无法搜索。`,
    back: '全部告警', requestId: 'Request id', alertKey: 'Alert key', story: '处理过程', why: '路由原因',
    links: '链接', body: '原始请求体', sameAlert: '同一告警', thisOne: '本条', copy: '复制', copied: '已复制', notCopied: '本页不是通过 https 打开的，浏览器不允许复制：已为您选中，请按 Ctrl+C。',
    knownOf: id => `查看 request id ${id}`, lastOther: span => `最近 ${span}`,
    notListed: (n, next) => `另有 ${number(n)} 条告警未列出：可搜索 ${next} 等查看。`,
    sCame: (integration, sender) => `经集成 ${integration} 收到，来自 ${sender}`, sBytes: n => `${number(n)} 字节`, sRetryOf: '由重试产生，原记录为',
    sRouted: '已路由', sNotRouted: '等待路由', sSetAside: '已搁置：在隔离区中', sQuarantined: '在隔离区中',
    sRefused: '接入时被拒绝；请求体在隔离区中', sDecided: (decision, by) => `${by} 已${decision}`,
    sFirst: channel => `首次投递到 ${channel}`, sDelivered: channel => `${channel} 已接收`, sSuperseded: channel => `未发往 ${channel}：已被取代`,
    sDead: channel => `已放弃投递到 ${channel}`, sWaiting: channel => `等待投递到 ${channel}`, sLost: channel => `在 ${channel} 去向不明：对账（audit）会列出它`, notFoundHere: '此处未查到结果：请打开查看', sNoneLeft: '已路由，但没有留下任何投递记录：请运行 relay audit', sGone: '已路由；没有投递记录：可能已过保留期而被删除', sTooOld: channel => `在 ${channel} 已过保留期，无法判断`,
    sReplay: id => `来自重放 ${id}`, sAttempts: n => `共 ${n} 次尝试`, sAttempt: '一次成功', sAhead: n => (n ? `前面最多还有 ${number(n)} 条` : '前面没有其他告警'), sNotKnown: '排在 topic 中其他告警之后，或该协作空间由另一个中继负责', sTook: time => `用时 ${time}`,
    sUnanswered: n => `${n} 次没有应答`, attempts: '全部尝试', sBy: '取代它的是', deadLetter: '死信', toRepair: '前往处置',
    notKept: '请求体已过保留期；以下内容来自其余记录。', noneSame: '没有找到它的其他状态。',
    lookSame: '正在查找它的其他状态……', discarded: '作废', retried: '重试', redriven: '重新投递', sTrace: 'Trace',
    reasons: { refused: '被拒绝', expired: '已过期', attempts: '尝试次数用尽', 'no-room': '单独失败且占满等待空间', discarded: '已作废', unstored: '无法存储', reminder: '同一告警的重复通知', 'resolved-pair': '等待期间触发又恢复', newer: '同一告警已有更新的状态' },
  },
};

const OUTCOMES = ['delivered', 'waiting', 'superseded', 'dead-lettered', 'quarantined', 'refused', 'unaccounted'];
const PERIODS = ['15m', '1h', '6h', '24h', '7d'];

/** A time such as 15m or 2h, as the commands take it, in ms; null of another text, and of more than ten years. */
function duration(text) {
  const [, n, unit] = /^(\d{1,9})([smhd])$/.exec(text ?? '') ?? [];
  const lasts = n * { s: 1000, m: 60000, h: 3600000, d: 86400000 }[unit];
  return lasts <= 3650 * 86400000 ? lasts : null;
}
const PAGE = 50;
const MOST_LISTED = 200;

export default async function (main) {
  const asked = new URLSearchParams(location.search);
  const id = asked.get('id');
  const whole = id && requestId(id);
  if (id) await story(main, whole?.id ?? id, asked.get('index') ?? whole?.index ?? null);
  else await list(main, asked);
}

// ---- the list

async function list(main, asked) {
  const box = h('input', { id: 'text', type: 'search', value: typedFor(asked), 'aria-describedby': 'text-hint', autocomplete: 'off', ...asTyped });
  const select = (name, label, options) => h('div', { class: 'field' }, h('label', { for: name }, label),
    h('select', { id: name, name, onchange: go }, options.map(([value, text]) => h('option', { value, selected: value === (asked.get(name) ?? '') }, text))));
  const integrations = select('integration', t('integration'), [['', t('any')]]);
  const spaces = select('channel', t('channel'), [['', t('any')]]);
  const period = asked.get('from') || asked.get('to') ? 'between' : asked.get('last') ?? '';
  const time = h('div', { class: 'field' }, h('label', { for: 'last' }, t('received')),
    h('select', { id: 'last', onchange: () => { between.hidden = time.lastChild.value !== 'between'; if (between.hidden) go(); } },
      [['', t('anyTime')], ...PERIODS.map(p => [p, t('last' + p)]), ...(duration(period) && !PERIODS.includes(period) ? [[period, t('lastOther', span(duration(period)))]] : []), ['between', t('between')]]
        .map(([value, text]) => h('option', { value, selected: value === period }, text))));
  const moment = (name, label) => h('div', { class: 'field' }, h('label', { for: name }, label),
    h('input', { id: name, type: 'datetime-local', step: '1', value: local(asked.get(name)), onchange: go }));
  const between = h('div', { class: 'filters times', hidden: period !== 'between' }, moment('from', t('from')), moment('to', t('to')));
  const form = h('form', { class: 'card search', role: 'search', onsubmit: e => { e.preventDefault(); go(); } },
    h('div', { class: 'search-line' },
      h('label', { class: 'hidden', for: 'text' }, t('search')), box,
      h('button', { class: 'primary', type: 'submit' }, t('find')),
      [...asked.keys()].some(key => key !== 'lang') ? h('a', { class: 'button', href: '/alerts' }, t('clear')) : null),
    h('p', { class: 'dim small', id: 'text-hint' }, t('searchHint')),
    h('details', { class: 'search-more', open: innerWidth > 704 || ['severity', 'integration', 'channel', 'outcome', 'last', 'from', 'to'].some(name => asked.has(name)) },
      h('summary', {}, t('more')),
      h('div', { class: 'filters' },
        select('severity', t('severity'), [['', t('any')], ...['Critical', 'Warning', 'Info'].map(s => [s, t(s)])]),
        integrations, spaces,
        select('outcome', t('outcomeIs'), [['', t('any')], ...OUTCOMES.map(o => [o, t(o)])]), time),
      between));

  const liveButton = h('button', { type: 'button', 'aria-pressed': 'true', title: t('liveHint'), onclick: () => press(liveButton.getAttribute('aria-pressed') !== 'true') }, t('live'));
  const press = on => liveButton.setAttribute('aria-pressed', String(on));
  const told = h('p', { class: 'dim small', role: 'status' });
  const rows = h('ol', { class: 'alerts', 'aria-label': t('alerts') }, h('li', { class: 'empty dim' }, t('loading')));
  const older = h('button', { type: 'button', hidden: true }, t('older'));
  main.append(h('div', { class: 'page-head short' }, h('h1', {}, t('alerts')), liveButton), form, h('div', { class: 'card' }, rows),
    h('div', { class: 'row' }, older, told));

  let shownNames = '';
  live(now => {
    // Before it has started it knows neither.
    if (!now?.as_of) return;
    const names = JSON.stringify([now.integrations.map(i => i.name), now.channels.map(c => c.name)]);
    if (names === shownNames) return;
    shownNames = names;
    fill(integrations, now.integrations.map(i => i.name), asked.get('integration'));
    fill(spaces, [...now.channels, ...(now.removed_channels ?? [])].map(c => c.name ?? c), asked.get('channel'));
  });

  function go() {
    const pasted = requestId(box.value);
    if (pasted) {
      location.assign(storyOf(pasted));
      return;
    }
    const query = searchOf(box.value);
    for (const name of ['severity', 'integration', 'channel', 'outcome']) if (form.elements[name].value) query.set(name, form.elements[name].value);
    const last = form.elements.last.value;
    if (last && last !== 'between') query.set('last', last);
    if (last === 'between') for (const name of ['from', 'to']) if (form.elements[name].value) query.set(name, new Date(form.elements[name].value).toISOString());
    location.search = query;
  }

  let pages = 0;
  let running = null;
  let shown = 0;
  /** What a look of the page itself counts is not read aloud, nor what a search counts between its beginning and its end. */
  const tell = (text, aloud) => {
    told.setAttribute('aria-live', aloud ? 'polite' : 'off');
    if (told.textContent !== text) told.textContent = text;
  };
  /** Resolves to how long it took, without waiting for its turn. */
  async function search(place) {
    running?.abort();
    const mine = (running = new AbortController());
    const byItself = !place && pages > 0;
    let counts = byItself;
    const query = new URLSearchParams(asked);
    query.delete('lang');
    const lasts = duration(asked.get('last'));
    // The relay says what is wrong with another text.
    if (lasts || !asked.get('last')) query.delete('last');
    if (lasts) query.set('from', new Date(await clock() - lasts).toISOString());
    query.set('limit', PAGE);
    if (place) query.set('place', place);
    const found = [];
    const began = performance.now();
    const put = () => {
      if (place) rows.append(...found.splice(0).map(row));
      else renew(rows, found, pages > 0);
    };
    try {
      await lines('alerts?' + query, line => {
        if (line.what === 'alert') found.push(line);
        // The old rows stay until the new ones are known.
        if (line.what === 'alert' && (place || pages === 0)) put();
        if (line.what === 'progress') {
          tell(t('searching', line.searched, line.of), !counts);
          counts = true;
        }
        if (line.what === 'end') ended(line);
      }, mine.signal);
      return performance.now() - began;
    } catch (e) {
      if (e.name === 'AbortError') return 0;
      if (e instanceof Refused && e.status === 429 && !mine.signal.aborted) {
        await new Promise(done => setTimeout(done, 1500));
        return running === mine ? search(place) : 0;
      }
      // Nothing is known yet: neither is it loading any more, nor is there none. Read aloud, so only if it has changed.
      const known = rows.querySelector('[data-key]');
      const why = liveButton.getAttribute('aria-pressed') === 'true' ? reason(e) : e.message;
      if (!known && rows.textContent !== why) rows.replaceChildren(h('li', { class: 'empty' }, h('p', { role: 'alert' }, why)));
      tell(known ? e.message : '', true);
      throw e;
    } finally {
      if (running === mine) running = null;
    }
    function ended(line) {
      if (!place) put();
      pages++;
      older.hidden = !line.next;
      older.onclick = () => { press(false); search(line.next).catch(fail); };
      const all = [rows.childElementCount ? t('found', rows.childElementCount) : '', t('searched', line.searched, line.of), line.refused_unread ? t('refusedUnread', line.refused_unread) : ''];
      tell(all.filter(Boolean).join(' · '), !byItself || rows.childElementCount !== shown);
      shown = rows.childElementCount;
      if (!rows.childElementCount) {
        const plain = ![...asked.keys()].some(key => key !== 'lang');
        rows.replaceChildren(h('li', { class: 'empty' }, h('p', {}, t(plain ? 'noneYet' : 'noneFound')), plain ? null : h('p', { class: 'dim' }, t('noneHint')),
          asked.getAll('text').filter(mayBeRefused).map(id => h('p', {}, h('a', { href: storyOf({ id }) }, t('knownOf', id))))));
      }
    }
  }
  /** What tells that something else may be found now. */
  const signs = now => JSON.stringify([now.integrations?.map(i => i.keys), now.channels?.map(c => [c.waiting, c.last_delivered_at]), now.removed_channels, now.routing?.waiting, now.last_24h]);

  // Searches again when something has changed; never two at a time. Each look searches topics, so the relay is busy with it
  // for a tenth of the time; but the wait is a minute at most, also after a search during which the machine slept.
  let moved = '';
  let next = 0;
  const look = async failed => {
    try {
      const took = await search();
      next = performance.now() + Math.min(60000, Math.max(1500, 10 * took));
    } catch (e) {
      next = performance.now() + 5000;
      failed(e);
    }
  };
  await look(fail);
  live(async now => {
    if (!now || running || performance.now() < next || liveButton.getAttribute('aria-pressed') !== 'true') return;
    const seen = signs(now);
    if (seen === moved) return;
    moved = seen;
    // Such as Kafka away: it is tried again although nothing has changed.
    await look(e => { if (e.status !== 400) moved = ''; });
  });
}

function fill(field, names, chosen) {
  const all = [...new Set(chosen ? [...names, chosen] : names)].sort();
  field.lastChild.replaceChildren(h('option', { value: '' }, t('any')), ...all.map(name => h('option', { value: name, selected: name === chosen }, name)));
}

/** The current rows; unchanged ones stay as they are, with the focus; others are marked as new. */
function renew(rows, found, marks) {
  const old = new Map([...rows.children].filter(li => li.dataset.key).map(li => [li.dataset.key, li]));
  const next = found.map(alert => {
    const key = `${alert.request_id}/${alert.index ?? ''}`;
    const print = JSON.stringify(alert);
    const li = old.get(key);
    if (li && li.print === print) return li;
    const made = row(alert);
    if (marks && !li) made.classList.add('new');
    return made;
  });
  next.forEach((li, i) => { if (rows.children[i] !== li) rows.insertBefore(li, rows.children[i] ?? null); });
  while (rows.children.length > next.length) rows.lastChild.remove();
}

function row(alert) {
  const link = storyOf({ id: alert.request_id, index: alert.index });
  const li = h('li', { 'data-key': `${alert.request_id}/${alert.index ?? ''}` },
    h('span', { class: 'a-kind' }, alert.status === 'resolved' ? state('resolved') : alert.severity ? state(alert.severity) : state('quarantined', t(alert.unread?.state ?? 'quarantined'))),
    h('span', { class: 'a-what' },
      h('a', { href: link, class: 'break' }, alert.title || plainly(briefly(alert.unread?.cause ?? '')) || alert.request_id),
      h('span', { class: 'dim small break' }, alert.integration, alert.status === 'resolved' && alert.severity ? ` · ${t(alert.severity)}` : '', alert.title && alert.unread ? ` · ${plainly(briefly(alert.unread.cause))}` : '')),
    h('span', { class: 'a-where' }, outcomes(alert)),
    h('span', { class: 'a-when dim' }, ago(alert.at)));
  li.print = JSON.stringify(alert);
  return li;
}

function outcomes(alert) {
  if (alert.unread) return alert.status ? state('quarantined', t(alert.unread.state)) : null;
  if (!alert.routed) return state('waiting', t('notRouted'));
  if (!alert.deliveries.length) return state('not-found-here', t('notFoundHere'));
  return alert.deliveries.map(d => h('span', { class: 'went', title: plainly(d.detail) || null }, state(d.state, d.channel), d.state === 'delivered' ? h('span', { class: 'hidden' }, t(d.state)) : h('span', { class: 'dim small' }, t(d.state))));
}

const local = at => {
  if (!at) return '';
  const moment = new Date(at);
  return isNaN(moment) ? '' : new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
};

// ---- one alert

async function story(main, id, index) {
  main.append(h('p', {}, h('a', { href: '/alerts', onclick: back }, '← ', t('back'))));
  const place = h('div', {}, h('p', { class: 'dim' }, t('loading')));
  main.append(place);
  const missing = e => { if (e.status === 404 && e.body?.error?.code !== 'UnknownAlert') return null; throw e; };
  const given = /^\d{1,9}$/.test(index);
  const one = `${encodeURIComponent(id)}/${given ? index : 0}`;
  const [trail, came, alert] = await insist(async () => {
    const [trail, came] = await Promise.all([
      get('receipts/' + encodeURIComponent(id)),
      get(id.startsWith('q') ? 'quarantine/' + encodeURIComponent(id) : 'webhooks/' + one).catch(missing),
    ]);
    let alert = trail.alerts.find(a => String(a.index) === index);
    // Of many alerts the trail has only the first ones.
    if (!alert && trail.more) alert = (await get('receipts/' + one).catch(missing))?.alerts[0];
    // Of what is not kept any more another alert is not shown in its place.
    if (given && !alert && !came) throw new Refused(404, { error: { code: 'UnknownAlert' } }, `nothing is known of alert ${index} of ${id}`);
    return [trail, came, alert ?? (given ? undefined : trail.alerts[0])];
  }, e => unknown(place, e));
  place.remove();
  const body = json(came?.body);
  const explained = came?.explained?.alerts.find(a => a.index === alert?.index);
  const raw = (alert && body?.alerts?.[alert.index]) ?? body ?? {};
  const title = alert?.title || explained?.title || raw?.labels?.alertname || id;
  document.title = `${title} · ${t('product')}`;

  main.append(h('div', { class: 'story-head' },
    h('h1', { class: 'break' }, title),
    h('div', { class: 'row' },
      alert?.status ? state(alert.status) : null, alert?.severity ? state(alert.severity) : null,
      trail.quarantined ? state('quarantined') : null,
      trail.accepted ? h('span', { class: 'dim' }, when(trail.accepted.received_at), ' · ', ago(trail.accepted.received_at)) : null),
    h('dl', { class: 'story-facts' },
      h('dt', {}, t('requestId')), h('dd', { class: 'mono break' }, h('span', {}, id), ' ', copy(id)),
      alert?.alert_key ? [h('dt', {}, t('alertKey')), h('dd', { class: 'mono break' }, alert.alert_key)] : null,
      trail.accepted?.trace_id ? [h('dt', {}, t('sTrace')), h('dd', { class: 'mono break' }, trail.accepted.trace_id)] : null)));
  if (trail.alerts.length > 1) {
    const listed = trail.alerts.slice(0, MOST_LISTED);
    const rest = trail.alerts.length - listed.length + (trail.more ?? 0);
    main.append(h('nav', { class: 'tabs', 'aria-label': t('alerts') }, listed.map(a =>
      h('a', { href: storyOf({ id, index: a.index }), 'aria-current': a === alert ? 'true' : null }, `${a.index + 1} ${a.title || t('sSetAside')}`))),
      rest ? h('p', { class: 'dim small break' }, t('notListed', rest, `${id}/${MOST_LISTED}`)) : '');
  }
  if (!came) main.append(h('p', { class: 'banner' }, h('span', {}, t('notKept'))));

  const others = h('div', {}, h('p', { class: 'dim' }, t('lookSame')));
  const timeline = h('ol', { class: 'timeline' }, events(trail, alert, explained));
  const left = h('div', { class: 'stack' },
    h('section', { class: 'card' }, h('h2', {}, t('story')), timeline),
    alert?.alert_key ? h('section', { class: 'card' }, h('h2', {}, t('sameAlert')), h('div', { class: 'card-body' }, others)) : null);
  // ARMS has its own page only there, so it comes first.
  const forAll = { externalURL: body?.externalURL, commonAnnotations: body?.commonAnnotations };
  const found = addresses(raw, '', addresses(forAll));
  const right = h('div', { class: 'stack' },
    explained ? h('section', { class: 'card' }, h('h2', {}, t('why')), h('div', { class: 'card-body' }, decision(explained)))
      : came?.not_explained ? h('section', { class: 'card' }, h('h2', {}, t('why')), h('p', { class: 'card-body' }, plainly(came.not_explained))) : null,
    found.size ? h('section', { class: 'card' }, h('h2', {}, t('links')), h('ul', { class: 'card-body links' }, [...found].map(([address, name]) =>
      h('li', {}, h('span', { class: 'dim small' }, name), ' ', h('a', { href: address, rel: 'noopener noreferrer', target: '_blank', class: 'break' }, address))))) : null,
    came ? h('section', { class: 'card' }, h('h2', {}, t('body')), h('div', { class: 'card-body' }, h('pre', { class: 'body', tabindex: '0', role: 'region', 'aria-label': t('body') }, body ? JSON.stringify(body, null, 2) : came.body ?? came.body_base64 ?? ''))) : null);
  main.append(h('div', { class: 'two' }, left, right));
  follow(timeline, one, trail, alert, explained);
  if (alert?.alert_key) await insist(() => same(others, id, alert, trail, explained, raw), e => others.replaceChildren(h('p', { class: 'dim' }, reason(e))));
}

/**
 * Tells the rest of the story as it happens, until all of it is over or no longer kept. Each look searches topics, so the
 * waits between them grow, and the relay is busy with it for a tenth of the time at most.
 */
function follow(timeline, one, trail, alert, explained) {
  const isOver = () => trail.quarantined || (trail.routed && (alert?.deliveries ?? []).every(d => d.state !== 'waiting'));
  let asking = false;
  let gone = false;
  let pause = 5000;
  live(async now => {
    if (!now || asking || gone || isOver()) return;
    asking = true;
    const began = performance.now();
    try {
      const told = await get('receipts/' + (alert ? one.replace(/\d+$/, alert.index) : one));
      const next = told.alerts[0] ?? alert;
      // What is shown next to the story is known only now.
      if (next && !alert) location.reload();
      if (JSON.stringify([told.routed, next]) !== JSON.stringify([trail.routed, alert])) timeline.replaceChildren(...events(told, next, explained));
      [trail, alert] = [told, next];
    } catch (e) {
      // Else it is asked for again; the frame says that the relay does not answer.
      gone = e.status === 404;
    } finally {
      const took = performance.now() - began;
      await new Promise(done => setTimeout(done, Math.min(600000, Math.max(pause, 10 * took))));
      pause = Math.min(60000, 1.5 * pause);
      asking = false;
    }
  });
}

function back(event) {
  // Back to the search that found it.
  if (history.length > 1 && document.referrer.startsWith(location.origin + '/alerts') && !document.referrer.includes('id=')) {
    event.preventDefault();
    history.back();
  }
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const copy = text => {
  const button = h('button', { class: 'quiet small', type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = t('copied');
    } catch {
      // Only a page that came by TLS, or from this machine, may; what is selected can be copied by the keyboard.
      getSelection().selectAllChildren(button.previousElementSibling);
      fail(t('notCopied'));
    }
  } }, t('copy'));
  return button;
};

/** What happened, in that order; what is not over yet is at the end. */
function events(trail, alert, explained) {
  const list = [];
  const add = (at, kind, what, ...more) => list.push({ at, item: h('li', { class: `event ${kind}` }, h('span', { class: 'event-when dim small' }, at ? when(at) : ''), h('div', {}, h('p', {}, what), more)) });
  const note = (...parts) => h('p', { class: 'dim small break' }, parts.filter(p => p).flatMap((p, i) => (i ? [' · ', p] : [p])));
  const decided = r => r && add(r.at, 'note', t('sDecided', t(r.decision), r.by), r.reason || r.receipt || r.replay ? note(r.reason, r.receipt && alertLink(r.receipt), r.replay && t('sReplay', r.replay)) : null);
  const { accepted } = trail;
  if (accepted) {
    add(accepted.received_at, 'ok', t(alert || !trail.quarantined ? 'sCame' : 'sRefused', accepted.integration, accepted.source),
      note(alert || !trail.quarantined ? null : accepted.integration, t('sBytes', accepted.bytes)), accepted.retry_of ? note([t('sRetryOf'), ' ', alertLink(accepted.retry_of)]) : null);
  }
  if (trail.quarantined) add(accepted?.received_at, 'bad', t('sQuarantined'), note(plainly(trail.quarantined)), trail.resolution ? null : toRepair('quarantine'));
  decided(trail.resolution);
  if (!trail.routed) add(null, 'note', t('sNotRouted'));
  if (alert?.set_aside) {
    add(accepted?.received_at, 'bad', t('sSetAside'), note(plainly(alert.set_aside.cause)), alert.set_aside.resolution ? null : toRepair('quarantine'));
    decided(alert.set_aside.resolution);
  }
  if (trail.routed && !trail.quarantined && alert && !alert.set_aside && !alert.deliveries.length) add(null, ...(trail.traces_may_be_gone ? ['note', t('sGone')] : ['bad', t('sNoneLeft')]));
  const reasons = new Set();
  for (const d of alert?.deliveries ?? []) {
    const replay = d.replay ? t('sReplay', d.replay) : null;
    if (!replay && !reasons.has(d.why)) {
      reasons.add(d.why);
      add(accepted?.received_at ?? d.first_attempt_at, 'note', t('sRouted'), note(plainly(d.why)));
    }
    const took = accepted && d.settled_at && !replay ? t('sTook', shortSpan(new Date(d.settled_at) - new Date(accepted.received_at))) : null;
    const tries = d.attempts > 1 ? t('sAttempts', d.attempts) : null;
    const unanswered = d.unanswered ? t('sUnanswered', d.unanswered) : null;
    if (d.attempts > 1) add(d.first_attempt_at, 'warn', t('sFirst', d.channel), note(replay));
    if (d.state === 'delivered') {
      add(d.settled_at, 'ok', t('sDelivered', d.channel), note(tries ?? t('sAttempt'), unanswered, took, replay), note(plainly(d.answer), d.flashduty_request_id && h('span', { class: 'mono' }, d.flashduty_request_id)));
    } else if (d.state === 'superseded') {
      add(d.settled_at, 'note', t('sSuperseded', d.channel), note(t('reasons')[d.reason] ?? d.reason, replay), d.superseded_by ? note([t('sBy'), ' ', alertLink(d.superseded_by)]) : null);
    } else if (d.state === 'dead-lettered') {
      add(d.settled_at, 'bad', t('sDead', d.channel), note(t('reasons')[d.reason] ?? d.reason, plainly(d.cause), tries, unanswered, replay), d.dead_letter ? deadLetter(d.dead_letter) : null);
      decided(d.dead_letter?.resolution);
    } else if (d.state === 'waiting') {
      add(null, 'note', t('sWaiting', d.channel), note(d.waits_for ? plainly(d.waits_for) : t('sNotKnown'), /^(the channel was removed|it is not in)/.test(d.waits_for) ? null : t('sAhead', d.ahead), replay));
    } else if (d.state === 'too-old') {
      add(null, 'note', t('sTooOld', d.channel), note(replay));
    } else {
      add(null, 'bad', t('sLost', d.channel), note(replay));
    }
  }
  return list.sort((a, b) => (a.at ?? '9').localeCompare(b.at ?? '9')).map(e => e.item);
}

function alertLink(delivery) {
  const [id, index] = String(delivery).split('/');
  return h('a', { class: 'mono', href: storyOf({ id, index }) }, delivery);
}

const toRepair = view => h('p', { class: 'small' }, h('a', { href: '/repair?view=' + view }, t('toRepair')));

function deadLetter(letter) {
  const place = h('div', { class: 'stack' });
  const details = h('details', { ontoggle: async () => {
    if (!details.open || place.querySelector('ol')) return;
    try {
      const all = await get('dead-letters/' + encodeURIComponent(letter.id));
      place.replaceChildren(h('ol', { class: 'attempts small' }, (all.history ?? []).map(a => h('li', {}, h('span', { class: 'dim' }, when(a.at)), ' ', h('span', { class: 'break' }, plainly(a.answer))))),
        toRepair('dead-letters'));
    } catch (e) {
      place.replaceChildren(h('p', { class: 'dim' }, e.message));
    }
  } }, h('summary', { class: 'small' }, t('attempts'), ' ', h('span', { class: 'dim' }, `${t('deadLetter')} ${letter.id}`)), place);
  return details;
}

/** Other states of the same alert around it: its reminders, its recovery, and whether it fires again. */
async function same(place, id, alert, trail, explained, raw) {
  const at = new Date(trail.accepted?.received_at ?? await clock());
  const query = new URLSearchParams({ integration: trail.accepted?.integration ?? '', from: new Date(at - 86400000).toISOString(), to: new Date(+at + 7 * 86400000).toISOString(), limit: '100' });
  const print = String(raw?.fingerprint ?? '');
  if (print && alert.alert_key.endsWith(':' + print)) query.append('text', print);
  else {
    // Its key is made of its labels: a search by some of them finds it, and the key confirms it.
    let room = 1500;
    for (const [name, value] of Object.entries(explained?.labels ?? raw?.labels ?? {})) {
      const one = `${name}=${value}`;
      room -= encodeURIComponent(one).length;
      if (room > 0 && value !== '') query.append('label', one);
    }
  }
  const found = [];
  await lines('alerts?' + query, line => { if (line.what === 'alert' && line.alert_key === alert.alert_key) found.push(line); });
  if (found.length < 2) {
    place.replaceChildren(h('p', { class: 'dim' }, t('noneSame')));
    return;
  }
  place.replaceChildren(h('ol', { class: 'states' }, found.reverse().map(one => {
    const here = one.request_id === id && one.index === alert.index;
    return h('li', { 'aria-current': here ? 'true' : null },
      state(one.status === 'resolved' ? 'resolved' : one.severity), h('span', { class: 'dim small' }, when(one.at)),
      here ? h('span', { class: 'dim small' }, t('thisOne')) : alertLink(`${one.request_id}/${one.index}`),
      h('span', { class: 'a-where' }, outcomes(one)));
  })));
}
