/** Two hashes as one. */

/** `over` wins, hash by hash. @param {any} under @param {any} over @returns {any} */
export function merged(under, over) {
  if (!isHash(under) || !isHash(over)) return over ?? under;
  const names = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...names].map((name) => [name, merged(under[name], over[name])]));
}

/** @param {any} value */
const isHash = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
