// What buyers read, in their language.

import de from './words/de.js';
import en from './words/en.js';

/** @type {Record<string, Record<string, string>>} */
const LANGUAGES = { de, en };

/**
 * @typedef {(key: string, values?: Record<string, string>) => string} Words
 *   the text of the key, with `{name}` replaced; an unknown key is its own text
 */

/**
 * A language tag that can be drawn: what was asked for, or the browser's where `auto` was.
 * @param {string|undefined} locale @param {string} browser such as `de-AT` @returns {string}
 */
export const localeOf = (locale, browser) => (!locale || locale === 'auto' ? browser : locale);

/** @param {string} locale @returns {Words} English where a language is not spoken here */
export function wordsOf(locale) {
  const table = LANGUAGES[locale.slice(0, 2).toLowerCase()] ?? en;
  return (key, values = {}) =>
    (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}
