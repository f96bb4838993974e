// Expiry dates, typed in any of the ways that people and tests type them.

const GAP = ' / ';

/**
 * What was typed as `MM / YY`: `1245`, `12/45`, `5/30`, `12 / 2030` and the halves on the way there.
 * @param {string} text
 */
export function formatExpiry(text) {
  const { month, year, parted } = halves(text);
  if (!month) return '';
  return month.length === 2 && month !== '00' ? month + GAP + year : month + (parted ? GAP : '');
}

/** @param {string} text @returns {{month: string, year: string, parted: boolean}} */
function halves(text) {
  const parts = text.split(/[^\d]+/);
  const head = parts[0] ?? '';
  let month = head;
  let year = parts.slice(1).join('');
  let parted = parts.length > 1 && head !== '';
  if (head === '' && parts.length > 1) return halves(parts.join(''));
  if (/^[2-9]/.test(head)) {
    month = `0${head[0]}`;
    year = head.slice(1) + year;
  } else if (/^1[3-9]/.test(head)) {
    month = '01';
    year = head.slice(1) + year;
  } else if (head.length > 2) {
    month = head.slice(0, 2);
    year = head.slice(2) + year;
  } else if (head === '1' && parted) {
    month = '01';
  } else if (head === '0') {
    parted = false;
  }
  if (month === '00') return { month: '0', year: '', parted: false };
  return { month, year: shortYear(year), parted };
}

/** Two digits; `2030` counts as 30 once it is whole. @param {string} year */
function shortYear(year) {
  if (!year.startsWith('20')) return year.slice(0, 2);
  return year.length < 4 ? year : year.slice(2, 4);
}

/**
 * The month and the full year, or null while something is missing.
 * @param {string} text @returns {{month: number, year: number}|null}
 */
export function readExpiry(text) {
  const { month, year } = halves(text);
  if (month.length !== 2 || year.length !== 2) return null;
  return { month: Number(month), year: 2000 + Number(year) };
}

/**
 * @param {string} text @param {Date} now
 * @returns {'incomplete_expiry'|'invalid_expiry_year_past'|'invalid_expiry_month_past'|'invalid_expiry_year'|null}
 */
export function expiryFault(text, now) {
  const read = readExpiry(text);
  if (!read) return 'incomplete_expiry';
  const year = now.getFullYear();
  if (read.year < year) return 'invalid_expiry_year_past';
  if (read.year > year + 50) return 'invalid_expiry_year';
  if (read.year === year && read.month < now.getMonth() + 1) return 'invalid_expiry_month_past';
  return null;
}
