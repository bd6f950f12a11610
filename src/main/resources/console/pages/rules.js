import { h, t } from '../lib.js';

export const words = {
  en: {},
  zh: {},
};

export default async function (main) {
  main.append(h('h1', {}, t('rules')));
}
