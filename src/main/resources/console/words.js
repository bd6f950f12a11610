// The words that every page has. A page exports its own in the same form: export const words = { en: {…}, zh: {…} }.
// A word may be a function of the values in it. One word for one thing, the same as in the commands and the documents.
export const words = {
  en: {
    product: 'Alert Relay', skip: 'Skip to the content', pages: 'Pages', other: '中文', otherLang: 'zh', theme: 'Light or dark',
    flow: 'Flow', alerts: 'Alerts', channels: 'Channels', rules: 'Rules', repair: 'Repair',
    up: 'up', degraded: 'degraded', down: 'down', starting: 'starting', stopping: 'stopping', gone: 'the relay does not answer',
    running: 'running', retrying: 'retrying', slowed: 'slowed', held: 'held', probing: 'probing', paused: 'paused', elsewhere: 'elsewhere',
    firing: 'firing', resolved: 'resolved', delivered: 'delivered', superseded: 'superseded', waiting: 'waiting',
    'dead-lettered': 'dead-lettered', quarantined: 'in quarantine', unaccounted: 'unaccounted', discarded: 'discarded', 'no-receipt': 'ended without a receipt',
    done: 'done', failed: 'failed', cancelled: 'cancelled', planning: 'planning',
    Critical: 'Critical', Warning: 'Warning', Info: 'Info', Ok: 'Ok',
    cancel: 'Cancel', yourName: 'Your name', nameHint: 'It is recorded with what you do. Asked once; kept in this browser.',
    actingAs: by => `as ${by}`, working: 'Working …', loading: 'Loading …',
    noAnswer: 'The relay does not answer. Is it running?', asksAgain: ' (This page asks again by itself.)', notJson: 'What answered is not the relay.',
    millisecond: n => `${n} ms`, second: n => `${n} s`, minute: n => `${n} min`, hour: n => `${n} h`, day: n => `${n} d`, ago: span => `${span} ago`, in: span => `in ${span}`,
    now: 'now', old: at => `Old: this is how it was at ${at}.`, silent: at => `The relay does not answer. All below is old: it is how it was at ${at}. This page asks again by itself.`,
  },
  zh: {
    product: 'Alert Relay', skip: '跳到正文', pages: '页面', other: 'English', otherLang: 'en', theme: '浅色或深色',
    flow: '总览', alerts: '告警', channels: '协作空间', rules: '规则', repair: '处置',
    up: '正常', degraded: '部分异常', down: '不可用', starting: '启动中', stopping: '停止中', gone: '中继没有应答',
    running: '运行中', retrying: '重试中', slowed: '降速中', held: '已挂起', probing: '探测中', paused: '已暂停', elsewhere: '在其他中继',
    firing: '触发', resolved: '恢复', delivered: '已投递', superseded: '已被取代', waiting: '等待中',
    'dead-lettered': '死信', quarantined: '已隔离', unaccounted: '去向不明', discarded: '已作废', 'no-receipt': '已结束但无回执',
    done: '已完成', failed: '失败', cancelled: '已取消', planning: '计划中',
    Critical: 'Critical', Warning: 'Warning', Info: 'Info', Ok: 'Ok',
    cancel: '取消', yourName: '您的姓名', nameHint: '与操作一起记录。只询问一次，保存在本浏览器中。',
    actingAs: by => `操作人：${by}`, working: '处理中……', loading: '加载中……',
    noAnswer: '中继没有应答，它在运行吗？', asksAgain: '（本页会自动重新查询。）', notJson: '应答的不是中继。',
    millisecond: n => `${n} 毫秒`, second: n => `${n} 秒`, minute: n => `${n} 分钟`, hour: n => `${n} 小时`, day: n => `${n} 天`, ago: span => `${span}前`, in: span => `${span}后`,
    now: '刚刚', old: at => `已过时：以下为 ${at} 的状态。`, silent: at => `中继没有应答。以下内容已过时，为 ${at} 的状态。本页会自动重新查询。`,
  },
};
