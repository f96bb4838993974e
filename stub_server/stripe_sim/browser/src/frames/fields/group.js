// Several fields as one: empty, complete, and the first thing that is wrong.

/**
 * @typedef {import('./field.js').Field} Field
 * @typedef {import('../kit.js').Verdict} Verdict
 */

/** @param {Field[]} fields */
export const isEmpty = (fields) => fields.every((field) => field.empty());

/** @param {Field[]} fields */
export const isComplete = (fields) => fields.every((field) => !field.fault());

/**
 * Show every fault, put the caret into the first, and say what it is.
 * @param {Field[]} fields @param {import('../kit.js').Words} words @returns {Verdict}
 */
export function verdictOf(fields, words) {
  for (const field of fields) field.show(field.fault());
  const wrong = fields.find((field) => field.fault());
  if (!wrong) return { complete: true, error: null };
  wrong.input.focus();
  const code = /** @type {string} */ (wrong.fault());
  const message = words(code, { country: wrong.text().slice(0, 2) });
  return { complete: false, error: { type: 'validation_error', code, message } };
}
