// Elements of the page, made in one call.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] `onclick` and the like are listeners; null, undefined
 *   and false are left out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(.../** @type {(Node|string)[]} */ (children.filter(Boolean)));
  return node;
}

/** A picture of our own, hidden from screen readers. @param {string} markup @param {string} [name] */
export function svg(markup, name = 'p-Icon') {
  const holder = h('span', { class: name, 'aria-hidden': 'true' });
  holder.innerHTML = markup;
  return holder;
}

/** @param {Element} node @param {string} name @param {string|boolean|null|undefined} value */
export function mark(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : value);
}
