import assert from 'node:assert/strict';
import test from 'node:test';
import { encode } from '../src/common/form.js';

const said = (params) => decodeURIComponent(encode(params));

test('what is nested stands in brackets, and arrays have places', () => {
  assert.equal(said({ a: { b: 1, c: ['x', { d: true }] } }), 'a[b]=1&a[c][0]=x&a[c][1][d]=true');
});

test('null unsets, and undefined is not said', () => {
  assert.equal(said({ a: null, b: undefined, c: '' }), 'a=&c=');
});

test('signs that mean something in a form are escaped', () => {
  assert.equal(encode({ 'e-mail': 'a+b@c.de&d=e' }), 'e-mail=a%2Bb%40c.de%26d%3De');
});
