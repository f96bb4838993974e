/**
 * 3-D Secure's frame: the bank's page in a frame of its own, in a dialog, and a way out.
 *
 * The bank's page tells this frame that the buyer has answered, and this frame tells the page;
 * neither says how: the page asks the API.
 */
import { isMessage, openPort } from '../common/messages.js';

const WORDS = {
  en: { title: 'Confirm that it is you', cancel: 'Cancel' },
  de: { title: 'Bestätigen Sie, dass Sie es sind', cancel: 'Abbrechen' },
};
const STYLE = `
html, body { height: 100%; margin: 0; background: transparent; font: 16px/1.5 system-ui, sans-serif; }
body { display: flex; align-items: center; justify-content: center; background: rgb(20 24 40 / 55%); }
main:focus { outline: none; }
main { display: flex; flex-direction: column; width: min(100%, 31rem); height: min(100%, 26rem);
  background: #fff; color: #1a1f36; border-radius: .6rem; overflow: hidden;
  box-shadow: 0 1rem 3rem rgb(0 0 0 / 35%); }
header { display: flex; align-items: center; justify-content: space-between; gap: 1rem;
  padding: .6rem 1rem; border-bottom: 1px solid #d8dce5; }
h1 { font-size: .95rem; margin: 0; }
button { font: inherit; font-weight: 600; color: #1a4fd6; background: none; border: 0; border-radius: .3rem;
  padding: .4rem .6rem; min-height: 2.75rem; cursor: pointer; }
button:hover { text-decoration: underline; }
button:focus-visible { outline: 3px solid #1a4fd6; outline-offset: 1px; }
iframe { flex: 1; border: 0; width: 100%; }
@media (max-width: 31rem) { main { border-radius: 0; height: 100%; } }
`;

const facts = new URLSearchParams(location.hash.slice(1));
const language = facts.get('locale')?.startsWith('de') ? 'de' : 'en';
const words = WORDS[language];
document.documentElement.lang = language;

// The address comes with this page's own, which anybody can write: no script may stand in it.
const named = new URL(facts.get('acsUrl') ?? '', location.href);
const bankUrl = /^https?:$/.test(named.protocol) ? named : new URL('about:blank');
bankUrl.searchParams.set('parent', location.origin);

const port = openPort({
  own: window,
  peer: () => window.parent,
  origin: facts.get('parentOrigin') ?? '',
  told: () => {},
});

/** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} text */
const node = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

const style = node('style', STYLE);
const dialog = node('main', '');
dialog.setAttribute('role', 'dialog');
dialog.setAttribute('aria-modal', 'true');
dialog.setAttribute('aria-labelledby', 'title');
const head = node('header', '');
const title = node('h1', words.title);
title.id = 'title';
const cancel = node('button', words.cancel);
cancel.type = 'button';
cancel.addEventListener('click', () => port.tell('canceled'));
// Not before the key is up: it would come up in a frame that is gone.
let pressed = '';
document.addEventListener('keydown', (event) => void (pressed = event.key));
document.addEventListener('keyup', (event) => {
  if (event.key === 'Escape' && pressed === 'Escape') port.tell('canceled');
});
const bank = document.createElement('iframe');
bank.id = 'challengeFrame';
bank.name = 'stripe-challenge-frame';
bank.title = words.title;
head.append(title, cancel);
dialog.append(head, bank);
document.head.append(style);
document.body.append(dialog);
dialog.tabIndex = -1;
dialog.focus();

window.addEventListener('message', (event) => {
  if (event.source !== bank.contentWindow || event.origin !== bankUrl.origin) return;
  if (isMessage(event.data) && event.data.name === 'answered') port.tell('answered');
});
bank.src = bankUrl.href;
