/** 3-D Secure's challenge: a frame over the page, until the buyer has answered or given up. */
import { openPort } from '../common/messages.js';
import { frameUrl, makeFrame, styled } from './frames.js';
import { localeOf } from './language.js';

/**
 * @param {import('./api.js').Context} context
 * @param {any} authentication the answer of `3ds2/authenticate`
 * @returns {Promise<'answered'|'canceled'>}
 */
export function challenged(context, authentication) {
  const bank = new URL(authentication.ares.acsURL);
  const { acs } = context.origins;
  const acsUrl = acs ? new URL(bank.pathname, acs) : bank;
  const cover = document.createElement('div');
  styled(cover, {
    position: 'fixed',
    inset: '0px',
    'z-index': '2147483647',
    margin: '0px',
    padding: '0px',
    border: 'none',
    background: 'transparent',
  });
  const frame = makeFrame('3D Secure authentication', 'payment *; publickey-credentials-get *');
  styled(frame, {
    border: 'none',
    width: '100%',
    height: '100%',
    display: 'block',
    background: 'transparent',
    'color-scheme': 'light only',
  });
  frame.removeAttribute('scrolling');
  frame.src = frameUrl(context, 'three-ds-2-challenge', {
    parentOrigin: location.origin,
    acsUrl: acsUrl.href,
    locale: localeOf(context.locale),
    apiKey: context.key,
    controllerId: context.controller,
  });
  cover.append(frame);
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const { overflow } = document.body.style;

  /** Whoever leaves the dialog by the keyboard comes back to it. @param {FocusEvent} event */
  const hold = (event) => {
    if (!cover.contains(/** @type {Node} */ (event.target))) frame.focus();
  };

  return new Promise((resolve) => {
    /** @param {'answered'|'canceled'} how */
    const end = (how) => {
      port.close();
      document.removeEventListener('focusin', hold);
      cover.remove();
      document.body.style.overflow = overflow;
      focused?.focus?.({ preventScroll: true });
      resolve(how);
    };
    const port = openPort({
      own: window,
      peer: () => frame.contentWindow,
      origin: context.origins.frames,
      told(name) {
        if (name === 'answered' || name === 'canceled') end(name);
      },
    });
    document.body.style.overflow = 'hidden';
    document.body.append(cover);
    document.addEventListener('focusin', hold);
    frame.focus();
  });
}
