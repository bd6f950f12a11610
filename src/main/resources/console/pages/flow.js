// The way of alerts now: the problems on top, then integrations → journal → routing → channels, then the charts.
import { ago, answeredByAnother, asTyped, byFile, clockIsAhead, firstOnly, h, heldElsewhere, live, morph, number, plainly, poll, span, spark, state, svg, t, unknown, when, zone } from '../lib.js';
import { requestId, searchOf, storyOf } from '../story.js';

export const words = {
  en: {
    find: 'Find', findHint: 'request id, words or team=payments', well: 'No problems: no channel is held or paused, no backlog is growing, and there are no dead letters.', wellSoFar: 'No problems so far: no channel is held or paused, and no backlog is growing. Dead letters and quarantine are still being counted.', wrong: 'What is wrong', kinds: { bad: 'Serious: ', warn: 'Attention: ', note: 'Note: ' }, fewer: n => (n === 1 ? 'One problem is left.' : `${n} problems are left.`),
    todo: 'What to do: ', moreTroubles: n => `${n} more`, perMinute: n => `${n}/min`, waits: n => `${n} waiting`, oldest: 'oldest ', integrations: 'Integrations', journal: 'Journal', routing: 'Routing',
    stored: 'stored in Kafka', last: 'last ', never: 'no use known', toRoute: 'to be routed', more: (n, troubled) => `${n} more, ${troubled.map(([word, k]) => `${k} ${word}`).join(', ') || 'none of them held, slowed or paused'}`, moreIntegrations: n => `${n} more`,
    accepted: 'accepted', failed: 'failed attempts', waitingNow: 'waiting', lastHour: 'Last hour', lastDay: 'Last 24 hours', begun: at => `since ${at}, when this relay started`,
    most: n => `most ${n}`, config: 'configuration', since: 'since', kafka: 'Kafka', relays: 'relays', here: place => `this one ${place}`, others: places => `others: ${places}`, version: text => `version ${text}`, zone: offset => `times are in the time zone of this browser, ${offset}`, openIt: 'Open',
    chart: (what, sum) => `${what}: ${sum}`,
    goneTodo: 'see that the process runs and can be reached from your computer, and what its log says last; this page tries again by itself.',
    problemTitle: (name, means) => `${name}: ${means}`, stage: name => name,
    heldTitle: names => `Held: ${names}`, heldWhy: (cause, since, next, slowedTo) => `${cause}; since ${since}${next ? `, next attempt ${next}` : ''}${slowedTo ? `, slowed to ${slowedTo}` : ''}`, heldTodo: 'fix what the cause names; nothing is lost, and it continues by itself. Probe it to try at once.',
    lateTitle: (name, time, retried) => `${name}: alerts have waited for ${time}${retried ? ` (${retried} being retried)` : ''}`, lateMany: n => `In ${n} channels alerts have waited for more than 10 min`, lateWhy: (at, answer) => `last fault at ${at}: ${answer}`, lateTodo: 'see which alerts wait, and in the story of each what was answered. If none is retried, more alerts arrive than its rate allows, or than Flashduty accepts; Critical goes first.',
    heldElsewhereTitle: (host, names) => `Held on ${host}: ${names}`, heldElsewhereTodo: host => `run relay status on ${host}, and fix what the cause names; nothing is lost, and it continues by itself.`,
    firstOnly: n => `The relay holds the first ${n}: only of these Critical goes first.`,
    slowedTitle: name => `${name} is slowed`, slowedTodo: 'Flashduty finds it too fast; the rate rises again by itself. If it stays so, lower rate or ask for a higher limit.',
    growingTitle: name => `${name}: the backlog is growing`, growingWhy: (now, before) => `${now} now, ${before} some minutes ago`, growingMany: n => `The backlog is growing in ${n} channels`, slowedMany: n => `${n} channels are slowed`, pausedMany: n => `${n} channels are paused`, growingTodo: 'more alerts arrive than its rate allows, or than Flashduty accepts; Critical goes first.',
    routingTitle: n => `${n} webhooks wait to be routed`, routingWhy: before => `${before} some minutes ago: it grows`, routingTodo: 'accepted webhooks are not lost, and are routed without further action. If it keeps growing, more arrives than this machine can route: start another relay on the cluster, with partitions enough for it (relay journal partitions), or see the log.',
    keyTitle: (hash, name, end) => `The key ${hash}… of ${name} ends ${end}`, keyWhy: (end, used) => `not_after is ${end}; ${used ? `last used ${used}` : 'never used'}`, keyTodo: 'give the sender the new key, then press Test in ARMS; after that time posts with this one are refused and lost.', keyOnly: 'it is the only one of the integration', keysEnded: (name, end) => `Integration ${name} has no valid key any more: the last ended at ${end}`, keysEndedTodo: 'its posts are answered 401 and lost: add a key to it (keys) in the configuration, and give it to the sender.',
    pausedTitle: (name, by) => `${name} is paused by ${by}`, pausedByFile: name => `${name} is paused by the configuration`, pausedByFileTodo: 'new alerts wait; take “paused: true” out of the configuration of each relay when the reason is over.', pausedWhy: (since, until, reason) => `since ${since}, ${until ? 'until ' + until : 'until it is resumed'}${reason ? ': ' + reason : ''}`, pausedTodo: 'new alerts wait; resume it when the reason is over.',
    elsewhereTitle: n => (n === 1 ? 'A channel is elsewhere' : `${n} channels are elsewhere`), elsewhereTodo: hosts => `another relay handles it, or none does yet: ${hosts ? `run relay status on ${hosts}, or open the console there` : 'run relay status on the other relays, or open their consoles'}.`,
    lastDayOf: names => `In the last 24 h: ${names || 'none'}`, dead: n => `${n} dead letters wait for a decision`, deadTodo: 'see why, fix it, and redrive or discard them.',
    quarantine: n => `${n} bodies in quarantine wait for a decision`, quarantineTodo: 'see whether the ARMS template is just $alertmanager_content; retry or discard them.',
    refused: (n, who) => `${n} requests of ${who} were refused in the last hour`, strangers: 'unknown senders', refusedWhy: (status, cause) => `answered ${status} (${cause}): what they carried is not here`,
    refusedMaybe: (status, cause) => `answered ${status} (${cause}): what they carried is lost unless the sender posts it again, but may be stored all the same`,
    refusedUnanswered: (_, cause) => `not answered (${cause}): what they carried is not here`,
    refusedFor: { closed: 'the relay was starting or stopping', disk: 'the disk is nearly full', connections: 'all connections were in use', webhooks: 'too many webhooks were in flight', bytes: 'too many bytes were in flight', kafka: 'Kafka did not store it in time', 'too-old': 'it took longer to arrive than its sender waits', fault: 'a fault of the relay, or no CPU left',
      head: 'a head that is no HTTP', key: 'the integration key', 'unknown-key': 'the integration key is not a known one', path: 'the path', method: 'the method', slow: 'the body came too slowly', 'broken-off': 'its body broke off, or was no valid HTTP', version: 'the version of HTTP', size: 'the body is too large', encoding: 'the encoding of the body', other: 'it is no request that can be taken' },
    refusedTodo: { 401: 'give the sender the right integration key; the log names who posts.', 503: 'the relay could not take or store it just then, for the cause in brackets; see the other lines here, and the log.', slow: 'the sender or the network is too slow (server.body_timeout).', 'broken-off': 'its sender gave up (ARMS after 5 s), or the network or a proxy broke the connection.', 'too-old': 'the network is slow, or the relay was suspended (the log has a WARN then); raise server.sender_patience only if the sender waits longer.', other: 'the log names who posts, and what is wrong with it.' },
    truncated: (name, n) => `The sender of ${name} left out ${n} alerts in the last hour`, truncatedTodo: 'raise max_alerts where that Alertmanager names the relay.',
    unaccounted: n => `${n} deliveries are unaccounted for`, unaccountedTodo: 'run: relay audit --from 2h', leftOutOfAudit: 'The last hour is not audited', leftOutWhy: n => `it has ${n} records, which is too many for the relay’s own audit`,
    readingTodo: 'nothing: new webhooks are accepted and wait, and are handled after that.', disk: 'The disk of the data folder is nearly full', diskLow: (free, wanted) => `${free} free; below ${wanted} no webhooks are taken`, diskTodo: 'free some space, or move kafka.data.',
    topic: name => `Topic ${name} is at fault`, waitsFor: what => `It waits for ${what}`, topicTodo: 'see docs/operations.md, “Kafka faults”.', lost: n => `${n} records are lost: damaged on disk, or deleted in Kafka before they were read; see the log`,
    clockAhead: time => `The relay’s clock is ${time} ahead of this browser’s`, clockBehind: time => `The relay’s clock is ${time} behind this browser’s`, clockTodo: 'see which of the two is wrong (timedatectl). The times here are the relay’s.',
    configBad: 'The changed configuration is not active', configTodo: 'fix the file and save it; until then the former configuration stays in force.', restart: 'Changed in the files, needs a restart',
    removed: (name, n) => `Removed channel ${name}: ${n} alerts wait in it`, removedTodo: 'configure it again, or: relay channels discard', otherVersion: (place, version) => (version ? `The relay ${place} runs version ${version}` : `The relay ${place} runs an earlier version`), otherVersionTodo: 'nothing while an upgrade is under way; otherwise bring all relays to one version.', otherConfig: place => `The relay ${place} runs another configuration`, otherTodo: 'give all relays the same files.',
    replayOf: { replay: 'Replay', redrive: 'Redrive' }, replayTitle: (kind, id, word) => `${kind} ${id}: ${word}`, replayWhy: (ended, all) => `${ended} of ${all} have ended`,
    allowed: 'Kafka does not answer', partly: 'a part can’t be stored',
  },
  zh: {
    find: '查找', findHint: 'request id、关键词或 team=payments', well: '没有挂起、暂停、积压增长或死信。', wellSoFar: '没有挂起、暂停或积压增长；死信和隔离区仍在统计中。', wrong: '存在的问题', kinds: { bad: '严重：', warn: '注意：', note: '提示：' }, fewer: n => `还有 ${n} 项问题。`,
    todo: '处理办法：', moreTroubles: n => `另有 ${n} 项`, perMinute: n => `${n}/分钟`, waits: n => `${n} 条等待`, oldest: '最早 ', integrations: '集成', journal: '存储', routing: '路由',
    stored: '已存入 Kafka', last: '最近 ', never: '尚无记录', toRoute: '等待路由', more: (n, troubled) => `另有 ${n} 个，${troubled.map(([word, k]) => `${k} 个${word}`).join('，') || '均未挂起、降速或暂停'}`, moreIntegrations: n => `另有 ${n} 个`,
    accepted: '已接收', failed: '尝试失败', waitingNow: '等待', lastHour: '最近一小时', lastDay: '最近 24 小时', begun: at => `自 ${at} 本中继启动以来`,
    most: n => `最高 ${n}`, config: '配置', since: '生效于', kafka: 'Kafka', relays: '中继数', here: place => `本中继 ${place}`, others: places => `其他：${places}`, version: text => `版本 ${text}`, zone: offset => `时间均为浏览器所在时区 ${offset}`, openIt: '查看',
    chart: (what, sum) => `${what}：${sum}`,
    goneTodo: '确认进程在运行、从您的电脑能否连通，并查看日志的最后几行；本页会自动重试。',
    problemTitle: (name, means) => `${name}：${means}`,
    stage: name => ({ kafka: 'Kafka', leader: '分区 leader', coordinator: '消费组协调者', 'public-port': '接入端口', routing: '路由分区', 'routing-elsewhere': '其他中继的路由分区', 'routing-poll': '读取 webhook 的线程', router: '路由判定线程', recorder: '结果记录', 'dead-letters': '死信记录', dispatcher: '发送调度', sender: '推送请求', 'delivery-poll': '读取协作空间 topic 的线程', delivery: '协作空间的 topic', 'replays-poll': '读取重放指令的线程', replays: '重放', 'replay-watch': '重放进度', 'topic-watch': 'topic 监视', 'trouble-count': '死信统计', refusals: '拒收记录', 'self-alert': '自身告警', 'house-keeping': '过期数据清理', 'disk-guard': '磁盘监视', 'clock-watch': '时钟监视', log: '日志', 'config-watch': '配置文件监视', relays: '中继计数', 'channel-orders': '协作空间指令', 'kafka-look': 'Kafka 查询', gathering: '状态采集', watchdog: '看门狗', deadlock: '线程死锁' })[name] ?? name,
    heldTitle: names => `已挂起：${names}`, heldWhy: (cause, since, next, slowedTo) => `${cause}；始于 ${since}${next ? `，下次尝试 ${next}` : ''}${slowedTo ? `，降至 ${slowedTo}` : ''}`, heldTodo: '请按原因排查；告警不会丢失，对方恢复后自动继续投递。也可“立即探测”，马上重试。',
    lateTitle: (name, time, retried) => `${name}：有告警已等待 ${time}${retried ? `（${retried} 条在重试）` : ''}`, lateMany: n => `${n} 个协作空间有告警等待超过 10 分钟`, lateWhy: (at, answer) => `最近故障 ${at}：${answer}`, lateTodo: '查看是哪些告警在等待，以及各自的处理过程中对方的应答。若没有在重试的，则是到达速度超过了配置的速率，或 Flashduty 的接收能力；Critical 优先发送。',
    heldElsewhereTitle: (host, names) => `在 ${host} 上已挂起：${names}`, heldElsewhereTodo: host => `在 ${host} 上运行 relay status，并按原因排查；告警不会丢失，对方恢复后自动继续投递。`,
    firstOnly: n => `中继已读入前 ${n} 条：仅在其中 Critical 优先。`,
    slowedTitle: name => `${name} 正在降速`, slowedTodo: 'Flashduty 认为发送过快；速率会自动回升。若持续如此，请调低 rate 或申请更高限额。',
    growingTitle: name => `${name}：积压正在增长`, growingWhy: (now, before) => `现在 ${now} 条，几分钟前 ${before} 条`, growingMany: n => `${n} 个协作空间的积压正在增长`, slowedMany: n => `${n} 个协作空间正在降速`, pausedMany: n => `${n} 个协作空间已暂停`, growingTodo: '到达速度超过了配置的速率，或 Flashduty 的接收能力；Critical 优先发送。',
    routingTitle: n => `${n} 个 webhook 等待路由`, routingWhy: before => `几分钟前为 ${before} 个，仍在增长`, routingTodo: '已接收的不会丢失，会自动继续。若持续增长，说明到达速度超过了中继所在机器的路由能力：在集群上增加中继，并保证分区够用（relay journal partitions）；或查看日志。',
    keyTitle: (hash, name, end) => `${name} 的密钥 ${hash}… 将于 ${end}到期`, keyWhy: (end, used) => `not_after 为 ${end}；${used ? `最近使用于 ${used}` : '从未使用'}`, keyTodo: '为发送方换上新密钥，并在 ARMS 中点击“测试”；到期后使用该密钥的请求会被拒绝，其中的告警会丢失。', keyOnly: '它是该集成唯一的密钥', keysEnded: (name, end) => `集成 ${name} 已没有有效的密钥：最后一个于 ${end} 到期`, keysEndedTodo: '它的请求得到 401，其中的告警会丢失：请在配置中为它增加密钥（keys），并为发送方换上。',
    pausedTitle: (name, by) => `${name} 已由 ${by} 暂停`, pausedByFile: name => `${name} 已由配置暂停`, pausedByFileTodo: '期间的告警会排队等待；原因消除后，请从每个中继的配置文件中去掉“paused: true”。', pausedWhy: (since, until, reason) => `始于 ${since}，${until ? '至 ' + until : '直到有人恢复'}${reason ? '：' + reason : ''}`, pausedTodo: '期间的告警会排队等待；原因消除后请恢复。',
    elsewhereTitle: n => `${n} 个协作空间在其他中继`, elsewhereTodo: hosts => `由其他中继处理，或尚未分配：请在${hosts ? ` ${hosts} ` : '其他中继'}上运行 relay status，或打开其控制台。`,
    lastDayOf: names => `最近 24 小时：${names || '无'}`, dead: n => `${n} 条死信待处理`, deadTodo: '查明原因并修复，然后重新投递或作废。',
    quarantine: n => `隔离区有 ${n} 个请求体待处理`, quarantineTodo: '检查 ARMS 模板是否仅为 $alertmanager_content；然后重试或作废。',
    refused: (n, who) => `最近一小时拒绝了 ${who} 的 ${n} 个请求`, strangers: '未知来源', refusedWhy: (status, cause) => `应答 ${status}（${cause}）：其中的告警没有进入中继`,
    refusedMaybe: (status, cause) => `应答 ${status}（${cause}）：除非发送方重试，其中的告警可能丢失；也可能仍已存储`,
    refusedUnanswered: (_, cause) => `未能应答（${cause}）：其中的告警没有进入中继`,
    refusedFor: { closed: '中继正在启动或停止', disk: '磁盘空间即将用尽', connections: '连接已全部占用', webhooks: '在途的 webhook 过多', bytes: '在途的字节过多', kafka: 'Kafka 未能及时存储', 'too-old': '到达过慢，发送方已不再等待', fault: '中继自身出错，或 CPU 不足',
      head: '请求头不是有效的 HTTP', key: '没有集成密钥，或密钥已失效', 'unknown-key': '集成密钥未知', path: '路径不对', method: '请求方法不对', slow: '请求体到达过慢', 'broken-off': '请求体中断，或不是有效的 HTTP', version: 'HTTP 版本不支持', size: '请求体过大', encoding: '请求体的编码不支持', other: '无法接收的请求' },
    refusedTodo: { 401: '为发送方配置正确的集成密钥；来源地址见日志。', 503: '中继当时无法接收或存储，原因见括号；请看本页列出的其他问题和日志。', slow: '发送方或网络过慢（server.body_timeout）。', 'broken-off': '发送方放弃（ARMS 为 5 秒），或网络、代理中断。', 'too-old': '网络过慢，或中继曾停顿（日志中会有 WARN）；只有发送方等待的时间更长时，才调高 server.sender_patience。', other: '来源地址和原因见日志。' },
    truncated: (name, n) => `最近一小时 ${name} 的发送方省略了 ${n} 条告警`, truncatedTodo: '在该 Alertmanager 指向中继的配置中调高 max_alerts。',
    unaccounted: n => `${n} 条投递去向不明`, unaccountedTodo: '运行：relay audit --from 2h', leftOutOfAudit: '最近一小时未对账', leftOutWhy: n => `共有 ${n} 条记录，超出中继自身对账的上限`,
    readingTodo: '无需处理：期间到达的告警照常接收并等待，完成后自动继续。', disk: '数据目录的磁盘空间即将用尽', diskLow: (free, wanted) => `剩余 ${free}；低于 ${wanted} 将不再接收 webhook`, diskTodo: '清理空间，或迁移 kafka.data。',
    topic: name => `topic ${name} 出现故障`, waitsFor: what => `正在等待：${what}`, topicTodo: '参见 docs/operations.md 中关于 topic 故障的一节。', lost: n => `${n} 条记录已丢失：在磁盘上损坏，或未读取就在 Kafka 中被删除；详见日志`,
    clockAhead: time => `中继的时钟比本浏览器快 ${time}`, clockBehind: time => `中继的时钟比本浏览器慢 ${time}`, clockTodo: '确认哪一个有误（timedatectl）。本页的时间以中继为准。',
    configBad: '配置文件未能生效', configTodo: '修正并保存文件；在此之前沿用原配置。', restart: '文件中已修改，重启后生效',
    removed: (name, n) => `已移除的协作空间 ${name} 中有 ${n} 条告警等待`, removedTodo: '重新配置它，或运行：relay channels discard', otherVersion: (place, version) => (version ? `中继 ${place} 的版本为 ${version}` : `中继 ${place} 的版本较早`), otherVersionTodo: '升级过程中无需处理；否则请让所有中继使用相同的版本。', otherConfig: place => `中继 ${place} 运行的是另一份配置`, otherTodo: '让所有中继使用相同的文件。',
    replayOf: { replay: '重放', redrive: '重新投递' }, replayTitle: (kind, id, word) => `${kind} ${id}：${word}`, replayWhy: (ended, all) => `已结束 ${ended} / ${all}`,
    allowed: 'Kafka 没有应答', partly: '部分无法存入',
  },
};

const MOST_SHOWN = 10;
const MOST_TROUBLES = 8;
/** Causes by which a request that was refused may be stored: an acknowledgement of Kafka that came too late. */
const MAYBE_STORED = ['kafka', 'fault'];
const TROUBLED = ['held', 'probing', 'slowed', 'paused'];
let history = null;
/** Null while the relay does not answer; undefined until that is known. */
let status;

export default async function (main) {
  const find = h('input', { type: 'search', 'aria-label': t('findHint'), placeholder: t('findHint'), size: '36', ...asTyped });
  const troubles = h('section', { class: 'troubles', 'aria-label': t('wrong') });
  const said = h('p', { class: 'hidden', role: 'status' });
  const picture = h('section', { class: 'picture', 'aria-label': t('flow') });
  const lines = svg('svg', { class: 'lines', 'aria-hidden': 'true' });
  const columns = h('div', { class: 'columns' });
  const charts = h('section', { class: 'charts' });
  const facts = h('p', { class: 'dim small facts' });
  picture.append(lines, columns);
  main.append(
    h('div', { class: 'page-head' }, h('h1', {}, t('flow')),
      h('form', { class: 'row', role: 'search', onsubmit: event => look(event, find.value.trim()) }, find, h('button', { type: 'submit' }, t('find')))),
    troubles, said, picture, charts, facts);

  const announce = announcer(said);
  const draw = () => {
    if (status === undefined) return;
    const all = status ? wrong(status, history) : [answeredByAnother() ? trouble('bad', t('unreached'), t('another', answeredByAnother())) : trouble('bad', t('gone'), '', t('goneTodo'))];
    morph(troubles, all.length ? [all.slice(0, MOST_TROUBLES).map(show), all.length > MOST_TROUBLES ? h('details', {}, h('summary', {}, t('moreTroubles', all.length - MOST_TROUBLES)), all.slice(MOST_TROUBLES).map(show)) : null] : history ? well(status) : null);
    if (all.length || history) announce(all, troubles);
    if (!status) return;
    // While the relay is starting it is not known what there is.
    morph(columns, status.as_of ? drawColumns(status) : []);
    morph(facts, drawFacts(status));
    connect(lines, columns);
  };
  live(now => {
    status = now;
    draw();
  });
  const learn = async () => {
    try {
      history = await poll('history');
    } catch (e) {
      // That nothing answers is shown above already.
      if (!history && e.status) unknown(charts, e);
    }
    if (history) morph(charts, drawChart('hour', history), drawChart('day', history));
    draw();
  };
  setInterval(() => !document.hidden && learn(), 10000);
  new ResizeObserver(() => connect(lines, columns)).observe(picture);
  await learn();
}

function look(event, text) {
  event.preventDefault();
  const asked = requestId(text);
  if (text) location.assign(asked ? storyOf(asked) : '/alerts?' + searchOf(text));
}

/**
 * Has read aloud which problems are new, or how many are left: what is only counted on, each second, is not said again.
 * Returns a function of all problems and of the place that shows them.
 */
function announcer(said) {
  let known;
  return (all, place) => {
    // A number in a name, or in where a relay is, belongs to it; of a name that is a number the link tells.
    const what = p => `${p.kind} ${(p.link ?? '').replace(/&to=[^&]*/, '')} ${p.title.replace(/(^|[^\p{L}\p{N}_.:-])\d[\d,]*(\.\d+)?(?![\p{L}\p{N}_.:-])/gu, '$1')}`;
    const now = new Map(all.map(p => [what(p), t('kinds')[p.kind] + p.title]));
    const fresh = [...now].filter(([key]) => !known?.has(key)).map(([, text]) => text);
    if (fresh.length) said.textContent = fresh.slice(0, MOST_TROUBLES).join('; ');
    else if (now.size !== known?.size) said.textContent = now.size ? t('fewer', now.size) : place.textContent;
    known = now;
  };
}

/** A problem. kind: bad, warn or note; link: its address. */
function trouble(kind, title, why, todo, link) {
  return { kind, title, why, todo, link };
}

function show({ kind, title, why, todo, link }) {
  const word = { bad: 'down', warn: 'degraded', note: 'paused' }[kind];
  return h('div', { class: `banner trouble ${kind}` },
    h('p', { class: 'title' }, h('span', { class: 'hidden' }, t('kinds')[kind]), state(word, title), link ? h('a', { href: link }, t('openIt')) : null),
    why ? h('p', { class: 'break' }, why) : null,
    todo ? h('p', { class: 'small dim break' }, t('todo'), todo) : null);
}

const bytes = n => (n < 1e9 ? `${Math.round(n / 2 ** 20)} MiB` : `${(n / 2 ** 30).toFixed(1)} GiB`);
const named = counts => Object.entries(counts ?? {}).map(([name, n]) => `${name} ${n}`).join(', ');

/** That there is no problem; the relay begins to count what was given up when it starts, which may take a while. */
const well = ({ last_24h: day }) => (day?.dead_letters && day.quarantined
  ? h('p', { class: 'banner well', 'data-key': 'well' }, state('up', t('well')))
  : h('p', { class: 'banner', 'data-key': 'counting' }, state('waiting', t('wellSoFar'))));

/** All problems, the worst first. */
function wrong(now, past) {
  const all = [];
  const add = (...them) => all.push(trouble(...them));
  if (!now.as_of) add('note', t(now.status), now.waiting_for ? t('waitsFor', plainly(now.waiting_for)) : '');
  for (const p of now.problems ?? []) {
    const name = t('stage', p.what);
    add('bad', t('problemTitle', p.of ? `${name} (${p.of})` : name, plainly(p.means)), plainly(p.cause), plainly(p.what_to_do));
  }
  if (now.disk?.problem) add('bad', t('disk'), plainly(now.disk.problem), t('diskTodo'));
  else if (now.disk?.free_bytes < 2 * now.disk?.wanted_bytes) add('warn', t('disk'), t('diskLow', bytes(now.disk.free_bytes), bytes(now.disk.wanted_bytes)), t('diskTodo'));
  if (now.config?.error) add('bad', t('configBad'), plainly(now.config.error), t('configTodo'));
  if (now.unaccounted) add('bad', t('unaccounted', now.unaccounted), '', t('unaccountedTodo'));
  if (now.audit_left_out_records) add('warn', t('leftOutOfAudit'), t('leftOutWhy', number(now.audit_left_out_records)), t('unaccountedTodo'));
  for (const read of now.reading ?? []) add('note', plainly(read), '', t('readingTodo'));
  for (const f of now.topic_faults ?? []) add('bad', t('topic', f.topic), plainly(f.cause), t('topicTodo'));
  const lost = Object.values(now.lost_records ?? {}).reduce((a, b) => a + b, 0);
  if (lost) add('bad', t('lost', lost), named(now.lost_records), '');
  keys(now, add);
  routing(now, past, add);
  channels(now, past, add);
  const day = now.last_24h ?? {};
  if (day.dead_letters?.undecided) add('warn', t('dead', number(day.dead_letters.undecided)), t('lastDayOf', named(day.dead_letters.by_channel)), t('deadTodo'), '/repair');
  if (day.quarantined?.undecided) add('warn', t('quarantine', number(day.quarantined.undecided)), t('lastDayOf', named(day.quarantined.by_integration)), t('quarantineTodo'), '/repair?view=quarantine');
  for (const r of past?.refused ?? []) {
    const stranger = r.integration === 'unknown';
    // Whoever tries addresses has no key. One that is not known may be what ARMS was given, and each of its alerts is lost.
    if (stranger && r.cause !== 'unknown-key' && r.count < 10) continue;
    const todo = t('refusedTodo');
    add(stranger ? 'warn' : 'bad', t('refused', number(r.count), stranger ? t('strangers') : r.integration), t(r.cause === 'broken-off' ? 'refusedUnanswered' : r.status === 503 && MAYBE_STORED.includes(r.cause) ? 'refusedMaybe' : 'refusedWhy', r.status, t('refusedFor')[r.cause] ?? r.cause), todo[r.cause] ?? todo[r.status] ?? todo.other,
      stranger ? null : alertsOf({ outcome: 'refused', integration: r.integration }));
  }
  for (const i of (now.integrations ?? []).filter(one => one.truncated_last_hour)) add('warn', t('truncated', i.name, number(i.truncated_last_hour)), '', t('truncatedTodo'), alertsOf({ integration: i.name }));
  if (clockIsAhead()) add('note', t(clockIsAhead() > 0 ? 'clockAhead' : 'clockBehind', span(Math.abs(clockIsAhead()))), '', t('clockTodo'));
  if (now.config?.needs_restart) add('warn', t('restart'), now.config.needs_restart.join(', '), '');
  for (const c of now.removed_channels ?? []) add('warn', t('removed', c.name, number(c.waiting)), '', t('removedTodo'), alertsOf({ channel: c.name, outcome: 'waiting' }));
  for (const r of now.cluster ?? []) {
    const place = r.port ? `${r.host}:${r.port}` : r.host;
    // Two versions may write the same configuration differently.
    if (r.config && now.version && (r.version ?? '') !== now.version) add('warn', t('otherVersion', place, r.version), '', t('otherVersionTodo'));
    else if (r.config && r.config !== now.config?.version) add('warn', t('otherConfig', place), r.config, t('otherTodo'));
  }
  for (const r of (now.replays ?? []).filter(one => !['done', 'cancelled'].includes(one.state))) {
    const sent = Object.values(r.channels ?? {});
    const sum = counts => counts.reduce((a, b) => a + b, 0);
    const why = plainly(r.message) || t('replayWhy', number(sum(sent.flatMap(c => Object.values(c.settled)))), number(sum(sent.map(c => c.planned))));
    add(r.state === 'failed' ? 'warn' : 'note', t('replayTitle', t('replayOf')[r.kind] ?? r.kind, r.id, t(r.state)), why, '', '/repair');
  }
  const order = { bad: 0, warn: 1, note: 2 };
  return all.sort((a, b) => order[a.kind] - order[b.kind]);
}

const alertsOf = which => '/alerts?' + new URLSearchParams(which);
const names = (all, most = 5) => (all.length > most ? all.slice(0, most).join(', ') + ` +${all.length - most}` : all.join(', '));

/** Whether more waits than some minutes ago, by a fifth, or steadily for longer. */
const grows = (waiting, course = []) => waiting > 1.2 * (course.at(-4) ?? 0) || [-5, -9, -13].every(at => course.at(at) < course.at(at + 4));

function routing(now, past, add) {
  const waiting = now.routing?.waiting ?? 0;
  const course = past?.routing?.waiting;
  if (course && waiting >= 100 && grows(waiting, course)) add('warn', t('routingTitle', number(waiting)), t('routingWhy', number(course.at(-4))), t('routingTodo'));
}

const SOON = 7 * 86400000;
const DAY = 86400000;

/** Integrations whose keys have all ended; keys that end soon, and are in use or the last ones. */
function keys(now, add) {
  for (const i of now.integrations ?? []) {
    const left = key => new Date(key.not_after ?? 8.64e15) - new Date(now.as_of);
    const good = (i.keys ?? []).filter(key => left(key) > 0);
    if (i.keys?.length && !good.length) add('bad', t('keysEnded', i.name, when(i.keys.map(key => key.not_after).sort().at(-1))), '', t('keysEndedTodo'), alertsOf({ integration: i.name }));
    for (const key of good.filter(k => left(k) < SOON)) {
      const only = good.every(k => left(k) < SOON);
      if (!only && !(new Date(now.as_of) - new Date(key.last_used_at ?? 0) < DAY)) continue;
      const why = t('keyWhy', when(key.not_after), key.last_used_at ? when(key.last_used_at) : '');
      add('warn', t('keyTitle', key.hash, i.name, ago(key.not_after).textContent), good.length === 1 ? `${why}; ${t('keyOnly')}` : why, t('keyTodo'), alertsOf({ integration: i.name }));
    }
  }
}

/** From when on the alarm AlertRelayChannelLate calls somebody, who must find here what for. */
const LATE_MS = 600000;
const waitedMs = (c, now) => new Date(now.as_of) - new Date(c.oldest_received_at ?? now.as_of);
/** When each channel was seen paused last: what waited for the end of a pause is that old at once, and needs some time to be sent. */
const pausedAt = new Map();
const isLate = (c, now) => waitedMs(c, now) > LATE_MS && new Date(now.as_of) - (pausedAt.get(c.name) ?? 0) > LATE_MS;

function channels(now, past, add) {
  const link = all => '/channels' + (all.length === 1 ? '?name=' + encodeURIComponent(all[0]) : '');
  const held = new Map();
  const others = { late: [], slowed: [], growing: [], paused: [] };
  const before = c => past?.channels[c.name]?.waiting.at(-4) ?? 0;
  for (const c of now.channels ?? []) {
    if (c.paused) pausedAt.set(c.name, new Date(now.as_of));
    if (c.state === 'held' || c.state === 'probing') held.set(c.cause, [...(held.get(c.cause) ?? []), c]);
    // Before slowed: a channel that Flashduty slows again and again would change its line each time.
    else if (['running', 'slowed'].includes(c.state) && isLate(c, now)) others.late.push(c);
    else if (c.state === 'slowed') others.slowed.push(c);
    else if (c.paused) others.paused.push(c);
    else if (past && c.waiting >= 20 && grows(c.waiting, past.channels[c.name]?.waiting)) others.growing.push(c);
  }
  const slowedWhy = c => t('heldWhy', plainly(c.cause), when(c.since), when(c.next_attempt_at), c.slowed_to);
  const lateWhy = c => (c.state === 'slowed' ? slowedWhy(c) : c.retrying && c.last_fault ? t('lateWhy', when(c.last_fault.at), plainly(c.last_fault.answer)) : '');
  const each = {
    late: c => ['warn', t('lateTitle', c.name, span(waitedMs(c, now)), c.retrying ? number(c.retrying) : ''), lateWhy(c)],
    slowed: c => ['warn', t('slowedTitle', c.name), slowedWhy(c)],
    growing: c => ['warn', t('growingTitle', c.name), t('growingWhy', number(c.waiting), number(before(c)))],
    paused: c => ['note', byFile(c) ? t('pausedByFile', c.name) : t('pausedTitle', c.name, c.paused.by), t('pausedWhy', when(c.paused.since), when(c.paused.until), c.paused.reason)],
  };
  const todoOf = (kind, c) => t(byFile(c) ? 'pausedByFileTodo' : kind === 'late' && c.state === 'slowed' ? 'slowedTodo' : kind + 'Todo') + (['late', 'growing'].includes(kind) && c.state !== 'slowed' && firstOnly(c) ? ' ' + t('firstOnly', number(firstOnly(c))) : '');
  for (const [kind, them] of Object.entries(others)) {
    // More than a few of a kind are one line, or they would hide the rest.
    if (them.length > 3) add(kind === 'paused' ? 'note' : 'warn', t(kind + 'Many', them.length), names(them.map(c => c.name), 12), t(kind + 'Todo'), link([]));
    else for (const c of them) add(...each[kind](c), todoOf(kind, c), kind === 'late' ? alertsOf({ channel: c.name, outcome: 'waiting', to: new Date(new Date(now.as_of) - LATE_MS).toISOString() }) : link([c.name]));
  }
  for (const [host, causes] of heldElsewhere(now)) {
    for (const [cause, them] of causes) add('bad', t('heldElsewhereTitle', host, names(them)), plainly(cause), t('heldElsewhereTodo', host), link(them));
  }
  const elsewhere = (now.channels ?? []).filter(c => c.state === 'elsewhere').map(c => c.name);
  if (elsewhere.length) add('note', t('elsewhereTitle', elsewhere.length), names(elsewhere, 12), t('elsewhereTodo', names(otherHosts(now))), link(elsewhere));
  for (const [cause, them] of held) {
    const since = them.map(c => c.since).sort()[0];
    add('bad', `${t('heldTitle', names(them.map(c => c.name)))} · ${t('waits', number(them.reduce((sum, c) => sum + (c.waiting ?? 0), 0)))}`, t('heldWhy', plainly(cause), when(since), them.length === 1 ? when(them[0].next_attempt_at) : ''), t('heldTodo'), link(them.map(c => c.name)));
  }
}

/** Where a relay is; its host alone, unless another one is there, too. */
const placeOf = (r, all) => (r.port && all.some(other => other !== r && other.host === r.host) ? `${r.host}:${r.port}` : r.host);
/** Where to ask the others: of their ports only the public ones are known. */
const otherHosts = ({ cluster = [] }) => [...new Set(cluster.filter(r => !r.this).map(r => r.host))];
const otherPlaces = ({ cluster = [] }) => cluster.filter(r => !r.this).map(r => placeOf(r, cluster));

/** When something was last posted for the integration, to whichever relay, as far as this one knows. */
const heard = i => [i.last_accepted_at, ...(i.keys ?? []).map(key => key.last_used_at)].filter(Boolean).sort().at(-1);
const lastHeard = i => (heard(i) ? [t('last'), when(heard(i))] : t('never'));

function drawColumns(now) {
  const into = now.integrations.reduce((sum, i) => sum + (i.accepted_last_minute ?? 0), 0);
  const stored = now.kafka?.reachable === false ? 'allowed' : (now.problems ?? []).some(p => p.what === 'leader') ? 'partly' : 'stored';
  const rank = c => (TROUBLED.includes(c.state) ? 1e12 : 0) + (c.waiting ?? 0) * 1000 + (c.delivered_last_minute ?? 0);
  const chosen = [...now.channels].sort((a, b) => rank(b) - rank(a)).slice(0, now.channels.length > MOST_SHOWN + 1 ? MOST_SHOWN : MOST_SHOWN + 1);
  const shown = now.channels.filter(c => chosen.includes(c));
  const integrations = [...now.integrations].sort((a, b) => (b.accepted_last_minute ?? 0) - (a.accepted_last_minute ?? 0)).slice(0, MOST_SHOWN).sort((a, b) => (a.name < b.name ? -1 : 1));
  const quiet = now.integrations.filter(i => !integrations.includes(i)).sort((a, b) => ((heard(a) ?? '') < (heard(b) ?? '') ? -1 : 1));
  const column = (name, ...nodes) => h('div', { class: 'column', 'data-key': name }, h('h2', {}, t(name)), nodes);
  return [
    column('integrations',
      integrations.map(i => node('i/' + i.name, (i.accepted_last_minute ? 'moving ' : '') + 'integration',
        h('p', { class: 'name break' }, i.name), rate(i.accepted_last_minute), h('p', { class: 'small dim' }, lastHeard(i)))),
      quiet.length ? h('details', { class: 'small dim more', 'data-key': 'quiet' }, h('summary', {}, t('moreIntegrations', quiet.length)),
        h('ul', {}, quiet.map(i => h('li', { 'data-key': i.name }, h('span', { class: 'break' }, i.name), h('span', {}, lastHeard(i)))))) : null),
    column('journal', node('journal', (into ? 'moving ' : '') + (stored === 'stored' ? '' : 'bad'), h('p', { class: 'big' }, t('perMinute', number(into))), h('p', { class: 'small dim' }, t(stored)))),
    column('routing', node('routing', `${into ? 'moving' : ''} ${(now.routing?.waiting ?? 0) >= 100 && history?.routing && grows(now.routing.waiting, history.routing.waiting) ? 'warn' : ''}`, h('p', { class: 'big' }, number(now.routing?.waiting)), h('p', { class: 'small dim' }, t('toRoute')))),
    column('channels',
      shown.map(c => h('a', { class: `node channel ${c.delivered_last_minute ? 'moving' : ''} ${{ held: 'bad', probing: 'bad', slowed: 'warn', paused: 'note' }[c.state] ?? ''}`, 'data-key': 'c/' + c.name, href: '/channels?name=' + encodeURIComponent(c.name) },
        h('p', { class: 'name break' }, c.name), state(c.state), rate(c.delivered_last_minute),
        h('p', { class: 'waits' }, c.waiting ? [h('strong', {}, t('waits', number(c.waiting))), c.oldest_received_at ? [' · ', t('oldest'), ago(c.oldest_received_at)] : null] : ''))),
      now.channels.length > shown.length ? h('a', { class: 'small more', href: '/channels' }, t('more', now.channels.length - shown.length, troubled(now.channels.filter(c => !chosen.includes(c))))) : null),
  ];
}

/** How many of the channels are in each state that is out of order: [[word, count]]. */
const troubled = all => TROUBLED.map(one => [t(one), all.filter(c => c.state === one).length]).filter(([, n]) => n);

const rate = n => h('p', { class: 'rate' }, t('perMinute', number(n ?? 0)));
const node = (key, kind, ...children) => h('div', { class: `node ${kind}`, 'data-key': key }, children);

/** Draws the lines between the nodes, by their positions. On a phone there are none, because it has one column. */
function connect(lines, columns) {
  const box = columns.getBoundingClientRect();
  const at = (element, right) => {
    const r = element.getBoundingClientRect();
    return [(right ? r.right : r.left) - box.left, r.top + r.height / 2 - box.top];
  };
  const way = (from, to, kind) => {
    const [x1, y1] = at(from, true);
    const [x2, y2] = at(to, false);
    const d = `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
    return [svg('path', { class: `way ${kind}`, d }), ...(kind.includes('moving') ? [svg('path', { class: 'way pulse', d })] : [])];
  };
  const kind = element => element.className.replace(/node|channel|integration/g, '').trim();
  const nodes = key => [...columns.querySelectorAll(`[data-key^="${key}"].node`)];
  const [journal] = nodes('journal');
  const [routing] = nodes('routing');
  if (!journal || !routing) {
    morph(lines);
    return;
  }
  lines.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
  morph(lines, nodes('i/').map(i => way(i, journal, kind(i))), way(journal, routing, kind(routing)), nodes('c/').map(c => way(routing, c, kind(c))));
}

function drawChart(what, past) {
  const { accepted, delivered, failed, waiting, step_seconds: step } = past[what];
  const sum = values => values.reduce((a, b) => a + b, 0);
  const from = new Date(past.at) - step * 1000 * accepted.length;
  const early = new Date(past.since) > from;
  const legend = (kind, word, n) => h('span', { class: `legend ${kind}` }, t('chart', word, number(n)));
  const most = (values, kind) => h('span', { class: `most ${kind ?? ''}`, 'aria-hidden': 'true' }, t('most', number(Math.max(...values))));
  const title = t(what === 'hour' ? 'lastHour' : 'lastDay');
  const clock = ms => new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return h('div', { class: 'card', 'data-key': what },
    h('div', { class: 'card-head' }, h('h2', {}, title),
      h('span', { class: 'row small' }, legend('in', t('accepted'), sum(accepted)), legend('out', t('delivered'), sum(delivered)), sum(failed) ? legend('fault', t('failed'), sum(failed)) : null)),
    h('div', { class: 'card-body plot' },
      h('div', { class: 'plot-box tall' }, most([...accepted, ...delivered]), spark([accepted, delivered, ...(sum(failed) ? [failed] : [])], `${title}: ${t('accepted')} ${sum(accepted)}, ${t('delivered')} ${sum(delivered)}, ${t('failed')} ${sum(failed)}`, { width: 600, height: 100 })),
      h('p', { class: 'axis small dim' }, h('span', {}, clock(from)), h('span', {}, clock(from + (step * 1000 * accepted.length) / 2)), h('span', {}, clock(past.at))),
      h('div', { class: 'plot-box low' }, most(waiting), spark([waiting], `${title}: ${t('waitingNow')} ${Math.max(...waiting)}`, { width: 600, height: 40 })),
      h('p', { class: 'small dim' }, t('waitingNow'), early ? ` · ${t('begun', when(past.since))}` : '')));
}

function drawFacts(now) {
  if (!now.config) return [];
  const here = now.cluster?.find(r => r.this);
  const others = otherPlaces(now);
  return [
    [`${t('config')} `, h('code', {}, now.config.version), ` ${t('since')} ${when(now.config.loaded_at)}`],
    `${t('kafka')} ${plainly(now.kafka?.brokers)}`, `${t('relays')} ${now.relays}`,
    here && t('here', placeOf(here, now.cluster)), others.length && t('others', names(others)), now.version && t('version', now.version),
    t('zone', zone()), h('a', { href: '/health' }, '/health'), h('a', { href: '/metrics' }, '/metrics'),
  ].filter(Boolean).flatMap((fact, i) => (i ? [' · ', fact] : [fact]));
}
