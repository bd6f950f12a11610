// Sets the language and the theme before anything is painted, and says so if the pages do not run. ?lang= is remembered; else the last choice, else the browser's.
'use strict';
{
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked === 'en' || asked === 'zh') localStorage.setItem('language', asked);
  const language = localStorage.getItem('language') || (navigator.language.startsWith('zh') ? 'zh' : 'en');
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
}
// The modules of the pages may be beyond an old browser, which then would show nothing at all.
addEventListener('error', () => {
  if (!document.body || document.querySelector('main, .unable')) return;
  const text = document.createElement('p');
  text.className = 'banner bad unable';
  text.append('The console does not run in this browser: is it an old one? The status in plain JSON: / 控制台无法在此浏览器中运行，可能是浏览器版本过旧；JSON 格式的状态见 ');
  const link = document.createElement('a');
  link.href = link.textContent = '/health';
  text.append(link);
  document.body.append(text);
});
