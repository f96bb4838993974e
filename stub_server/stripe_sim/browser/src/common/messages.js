/**
 * How page and frame speak: `postMessage` with plain JSON, exact target origins, one peer.
 *
 * `tell` expects nothing back, `ask` an `answer` with the same id.
 *
 * @typedef {{shopstub: 1, kind: 'tell'|'ask'|'answer', id?: number, name: string, value?: any, error?: string}} Message
 * @typedef {{
 *   own: Window,
 *   peer: () => Window | null,
 *   origin: string,
 *   told: (name: string, value: any) => void,
 *   asked?: (name: string, value: any) => any,
 * }} Ends
 *   own: the window that listens; peer, origin: whom alone it hears and speaks to;
 *   told: called for each `tell`; asked: makes the answer to an `ask`, a promise or a value.
 * @typedef {ReturnType<typeof openPort>} Port
 */

/** @param {unknown} data @returns {data is Message} */
export function isMessage(data) {
  return typeof data === 'object' && data !== null && /** @type {any} */ (data).shopstub === 1;
}

/** A port to one peer; it hears from the start, and until `close`. @param {Ends} ends */
export function openPort(ends) {
  let last = 0;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const open = new Map();

  /** @param {Omit<Message, 'shopstub'>} message */
  const post = (message) => {
    ends.peer()?.postMessage({ shopstub: 1, ...message }, ends.origin);
  };

  /** @param {MessageEvent} event */
  const hear = (event) => {
    const peer = ends.peer();
    if (!peer || event.source !== peer || event.origin !== ends.origin) return;
    if (!isMessage(event.data)) return;
    const { kind, id, name, value, error } = event.data;
    if (kind === 'tell') {
      ends.told(name, value);
    } else if (kind === 'ask') {
      Promise.resolve()
        .then(() => ends.asked?.(name, value))
        .then(
          (answer) => post({ kind: 'answer', id, name, value: answer }),
          (fault) => post({ kind: 'answer', id, name, error: String(fault?.message ?? fault) }),
        );
    } else if (id !== undefined) {
      const waiting = open.get(id);
      open.delete(id);
      if (error !== undefined) waiting?.reject(new Error(error));
      else waiting?.resolve(value);
    }
  };
  ends.own.addEventListener('message', hear);

  return {
    /** Say something. @param {string} name @param {any} [value] */
    tell(name, value) {
      post({ kind: 'tell', name, value });
    },
    /** Ask something. Rejects where the peer fails or the port closes.
     * @param {string} name @param {any} [value] @returns {Promise<any>} */
    ask(name, value) {
      const id = ++last;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        post({ kind: 'ask', id, name, value });
      });
    },
    /** Hear no more; who still waits for an answer is told. */
    close() {
      ends.own.removeEventListener('message', hear);
      for (const { reject } of open.values()) reject(new Error('The frame is gone.'));
      open.clear();
    },
  };
}
