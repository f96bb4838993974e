import assert from 'node:assert/strict';
import test from 'node:test';
import { openPort } from '../src/common/messages.js';

/** A window that is only listened to and posted to. */
function makeWindow() {
  const listeners = new Set();
  return {
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
    hears: (event) => listeners.forEach((listener) => listener(event)),
    listeners,
  };
}

/** Two windows that post to each other, as page and frame do. */
function makePair() {
  const page = makeWindow();
  const frame = makeWindow();
  const wire = (from, fromOrigin, to, toOrigin) => (data, origin) => {
    if (origin === toOrigin) to.hears({ data: structuredClone(data), source: from, origin: fromOrigin });
  };
  frame.postMessage = wire(page, 'https://shop', frame, 'https://stripe');
  page.postMessage = wire(frame, 'https://stripe', page, 'https://shop');
  return { page, frame };
}

test('what is asked is answered, and a fault comes back as one', async () => {
  const { page, frame } = makePair();
  const asking = openPort({ own: page, peer: () => frame, origin: 'https://stripe', told() {} });
  openPort({
    own: frame,
    peer: () => page,
    origin: 'https://shop',
    told() {},
    asked: async (name, value) => {
      if (name === 'break') throw new Error('broken');
      return value + 1;
    },
  });
  assert.equal(await asking.ask('more', 1), 2);
  await assert.rejects(asking.ask('break'), /broken/);
});

test('only the peer is heard, and only from its origin', () => {
  const { page, frame } = makePair();
  const heard = [];
  openPort({ own: page, peer: () => frame, origin: 'https://stripe', told: (name) => heard.push(name) });
  const data = { shopstub: 1, kind: 'tell', name: 'ready' };
  page.hears({ data, source: makeWindow(), origin: 'https://stripe' });
  page.hears({ data, source: frame, origin: 'https://evil' });
  page.hears({ data: { ...data, shopstub: 2 }, source: frame, origin: 'https://stripe' });
  page.hears({ data: 'ready', source: frame, origin: 'https://stripe' });
  assert.deepEqual(heard, []);
  page.hears({ data, source: frame, origin: 'https://stripe' });
  assert.deepEqual(heard, ['ready']);
});

test('whoever waits for a frame that goes is told', async () => {
  const { page, frame } = makePair();
  const port = openPort({ own: page, peer: () => frame, origin: 'https://stripe', told() {} });
  const waiting = port.ask('validate');
  port.close();
  await assert.rejects(waiting, /gone/);
  assert.equal(page.listeners.size, 0);
});
