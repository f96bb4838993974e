/** Iframes of the simulator's origin: names, attributes and URLs as Stripe's are. */

/** @typedef {import('./api.js').Context} Context */

/** The server puts the fingerprint of its bundles here, so that browsers may keep the frames. */
const FINGERPRINT = '__FRAMES__';

let last = 1000 + Math.floor(Math.random() * 8000);

/** A number that no other frame of this page has. */
export const nextNumber = () => ++last;

/** A number of 32 hexadecimal digits, written as a UUID. */
export function uuid() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * The URL of a page for a frame; what it has to know stands behind the hash.
 * @param {Context} context @param {string} page such as `elements-inner-payment`
 * @param {Record<string, string>} facts
 */
export function frameUrl(context, page, facts) {
  return `${context.origins.frames}/v3/${page}-${FINGERPRINT}.html#${new URLSearchParams(facts)}`;
}

/** @param {HTMLElement} node @param {Record<string, string>} style each `!important` */
export function styled(node, style) {
  for (const [name, value] of Object.entries(style)) {
    node.style.setProperty(name, value, 'important');
  }
}

/**
 * An iframe, not yet in the page.
 * @param {string} title @param {string} allow
 */
export function makeFrame(title, allow) {
  const frame = document.createElement('iframe');
  frame.name = `__privateStripeFrame${nextNumber()}`;
  const attributes = {
    frameborder: '0',
    allowtransparency: 'true',
    scrolling: 'no',
    role: 'presentation',
    allow,
    title,
  };
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  return frame;
}

/** The hidden frame that each `Stripe(…)` has, as far as anyone can tell. @param {Context} context */
export function addController(context) {
  const frame = document.createElement('iframe');
  frame.name = context.controller;
  frame.src = frameUrl(context, 'controller', { apiKey: context.key });
  for (const [name, value] of [
    ['allowtransparency', 'true'],
    ['scrolling', 'no'],
    ['role', 'presentation'],
    ['allow', 'payment *'],
    ['aria-hidden', 'true'],
    ['tabindex', '-1'],
  ]) {
    frame.setAttribute(name, value);
  }
  styled(frame, {
    border: 'none',
    margin: '0',
    padding: '0',
    width: '1px',
    height: '1px',
    position: 'fixed',
    visibility: 'hidden',
    'pointer-events': 'none',
  });
  const add = () => document.body.appendChild(frame);
  if (document.body) add();
  else document.addEventListener('DOMContentLoaded', add, { once: true });
}
