import assert from 'node:assert/strict';
import test from 'node:test';
import { makeEmitter } from '../src/page/emitter.js';

test('listeners hear in their order, once or always, until they go', () => {
  const events = makeEmitter();
  const heard = [];
  const always = (event) => heard.push(`always ${event}`);
  events.on('change', always);
  events.once('change', (event) => heard.push(`once ${event}`));
  events.emit('change', 1);
  events.emit('change', 2);
  events.off('change', always);
  events.emit('change', 3);
  assert.deepEqual(heard, ['always 1', 'once 1', 'always 2']);
  assert.equal(events.heard('change'), false);
});

test('off without a listener takes all of a kind', () => {
  const events = makeEmitter();
  events.on('a', () => assert.fail());
  events.on('b', () => {});
  events.off('a');
  events.emit('a');
  assert.equal(events.heard('b'), true);
});

test('off of what was never on does nothing', () => makeEmitter().off('ready', () => {}));

test('a listener that breaks stops no other', () => {
  const events = makeEmitter();
  const later = [];
  const { setTimeout: real } = globalThis;
  globalThis.setTimeout = (work) => later.push(work);
  try {
    let heard = 0;
    events.on('ready', () => {
      throw new Error('mine');
    });
    events.on('ready', () => heard++);
    events.emit('ready');
    assert.equal(heard, 1);
    assert.throws(() => later[0](), /mine/);
  } finally {
    globalThis.setTimeout = real;
  }
});

test('what is no listener is refused', () => {
  assert.throws(() => makeEmitter().on('ready'), /IntegrationError|function/);
});
