/** Parameters as Stripe's API takes them: `a[b]=c`, `a[0]=c`; null unsets, undefined is not said. */

/** The form body of nested parameters. @param {Record<string, any>} params @returns {string} */
export function encode(params) {
  /** @type {string[]} */
  const pairs = [];
  /** @param {string} name @param {any} value */
  const add = (name, value) => {
    if (value === undefined || typeof value === 'function') return;
    if (value !== null && typeof value === 'object') {
      for (const [key, below] of Object.entries(value)) add(`${name}[${key}]`, below);
    } else {
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`);
    }
  };
  for (const [name, value] of Object.entries(params)) add(name, value);
  return pairs.join('&');
}
