// Formatting while somebody types: what is shown, and where the caret stays.

const SIGN = /[A-Za-z0-9]/;

/** @param {string} text */
const signs = (text) => [...text].filter((sign) => SIGN.test(sign)).length;

/**
 * What is shown after a key, a paste or a fill, and where the caret is.
 *
 * Who deletes a separator means the sign before it.
 * @param {{was: string, raw: string, caret: number, deleting: boolean}} typed
 *   was: shown before; raw: in the field now
 * @param {(text: string) => string} format
 * @returns {{text: string, caret: number}}
 */
export function retype({ was, raw, caret, deleting }, format) {
  let left = raw.slice(0, caret);
  const right = raw.slice(caret);
  if (deleting && raw.length < was.length && signs(raw) === signs(was)) {
    left = left.replace(/[A-Za-z0-9][^A-Za-z0-9]*$/, '');
  }
  const text = format(left + right);
  if (!signs(right)) return { text, caret: text.length };
  const wanted = signs(left);
  let place = 0;
  for (let seen = 0; seen < wanted && place < text.length; place += 1) {
    if (SIGN.test(/** @type {string} */ (text[place]))) seen += 1;
  }
  return { text, caret: place };
}
