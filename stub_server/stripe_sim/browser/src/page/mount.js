/** An Element in the page: its container, its iframe, its line to the frame. */
import { IntegrationError } from '../common/errors.js';
import { openPort } from '../common/messages.js';
import { frameUrl, makeFrame, styled } from './frames.js';

/**
 * @typedef {import('./kinds.js').Kind} Kind
 * @typedef {{
 *   context: import('./api.js').Context, kind: Kind, type: string, id: string, group: string,
 *   locale: string, told: (name: string, value: any) => void,
 *   asked: (name: string, value: any) => any, focus: () => void,
 * }} Wanted
 */

/** The node that `mount` was given. @param {unknown} where @returns {HTMLElement} */
export function targetOf(where) {
  if (!where) {
    throw new IntegrationError(
      'Missing argument. Make sure to call mount() with a valid DOM element or selector.',
    );
  }
  if (typeof where === 'string') {
    const found = document.querySelectorAll(where);
    if (found.length !== 1) {
      const many = found.length ? `${found.length} DOM elements` : 'no DOM elements';
      throw new IntegrationError(
        `The selector you specified (${where}) applies to ${many} that are currently on the ` +
          `page. Make sure the element exists on the page before calling mount().`,
      );
    }
    return /** @type {HTMLElement} */ (found[0]);
  }
  const node = /** @type {HTMLElement} */ (where);
  if (typeof node.appendChild !== 'function') {
    throw new IntegrationError(
      'Invalid DOM element. Make sure to call mount() with a valid DOM element or selector.',
    );
  }
  return node;
}

/** @param {HTMLElement} node */
export function checkTarget(node) {
  if (!node.isConnected || node.getRootNode() !== document) {
    throw new IntegrationError(
      'Elements cannot be mounted in a ShadowRoot, nor in a node that is not on the page. ' +
        'Please mount in the Light DOM.',
    );
  }
  if (node.nodeName === 'INPUT') {
    throw new IntegrationError(
      'This Element cannot be mounted to an <input>. Please mount it to a container such as a <div>.',
    );
  }
  if (node.childNodes.length) {
    if (node.querySelector('.__PrivateStripeElement')) {
      throw new IntegrationError(
        'This DOM element already has a Stripe Element mounted: unmount that one first.',
      );
    }
    if (node.textContent?.trim()) {
      console.warn(
        'This Element will be mounted to a DOM element that contains child nodes.',
      );
    }
    node.textContent = '';
  }
}

/** Put the Element into the node. @param {HTMLElement} node @param {Wanted} wanted */
export function mounted(node, { context, kind, type, id, group, locale, told, asked, focus }) {
  const container = document.createElement('div');
  container.className = '__PrivateStripeElement';
  styled(container, {
    margin: kind.wide ? '-4px' : '0px',
    padding: '0px',
    border: 'none',
    display: 'block',
    background: 'transparent',
    position: 'relative',
    opacity: '1',
  });
  const frame = makeFrame(kind.title, kind.allow);
  styled(frame, {
    border: 'none',
    margin: '0px',
    padding: '0px',
    width: '1px',
    'min-width': '100%',
    overflow: 'hidden',
    display: 'block',
    'user-select': 'none',
    transform: 'translate(0px)',
    'color-scheme': 'light only',
    height: kind.height,
  });
  frame.src = frameUrl(context, `elements-inner-${kind.component}`, {
    componentName: type,
    keyMode: 'test',
    apiKey: context.key,
    elementId: id,
    controllerId: context.controller,
    parentOrigin: location.origin,
    group,
    locale,
  });
  container.append(frame, stealer(focus));

  const port = openPort({
    own: window,
    peer: () => frame.contentWindow,
    origin: context.origins.frames,
    told(name, value) {
      if (name === 'size') styled(frame, { height: `${value.height}px` });
      else told(name, value);
    },
    asked,
  });
  const labelled = (/** @type {MouseEvent} */ event) => {
    const label = /** @type {Element | null} */ (event.target)?.closest?.('label');
    if (label && node.id && label.htmlFor === node.id) focus();
  };
  document.addEventListener('click', labelled);
  node.append(container);

  return {
    node,
    frame,
    port,
    /** Take it out of the page. */
    remove() {
      port.close();
      document.removeEventListener('click', labelled);
      container.remove();
    },
  };
}

/** An input nobody sees: a `<label>` around the Element focuses it, and it hands the focus on.
 * @param {() => void} focus */
function stealer(focus) {
  const input = document.createElement('input');
  input.className = '__PrivateStripeElement-input';
  for (const [name, value] of [
    ['aria-hidden', 'true'],
    ['aria-label', ' '],
    ['autocomplete', 'false'],
    ['maxlength', '1'],
    ['tabindex', '-1'],
  ]) {
    input.setAttribute(name, value);
  }
  styled(input, {
    border: 'none',
    display: 'block',
    position: 'absolute',
    height: '1px',
    top: '-1px',
    left: '0px',
    padding: '0px',
    margin: '0px',
    width: '100%',
    opacity: '0',
    background: 'transparent',
    'pointer-events': 'none',
    'font-size': '16px',
  });
  input.addEventListener('focus', focus);
  return input;
}
