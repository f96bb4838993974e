import assert from 'node:assert/strict';
import test from 'node:test';
import { appearanceCss, fontsOf, styleCss, variablesOf } from '../src/common/appearance.js';

test('a theme has its colours, and the page’s variables win', () => {
  assert.equal(variablesOf({}).colorPrimary, '#0570de');
  assert.equal(variablesOf({ theme: 'night' }).colorBackground, '#30313d');
  const own = variablesOf({ theme: 'night', variables: { colorPrimary: 'red', colorIcon: 'blue' } });
  assert.equal(own.colorPrimary, 'red');
  assert.equal(own.iconColor, 'blue', 'by its older name');
});

test('rules become CSS', () => {
  const css = appearanceCss({
    rules: {
      '.Tab': { backgroundColor: 'var(--colorPrimary)', boxShadow: '0 1px 2px rgba(0,0,0,.1)' },
      '.Tab--selected:hover, .Input::placeholder': { 'font-weight': '700' },
    },
  });
  assert.match(css, /\.Tab\{background-color:var\(--colorPrimary\);box-shadow:0 1px 2px rgba\(0,0,0,\.1\)\}/);
  assert.match(css, /\.Tab--selected:hover,\.Input::placeholder\{font-weight:700\}/);
});

const HARMFUL = {
  'a rule of its own': { '.Tab': { color: 'red}body{display:none' } },
  'something loaded': { '.Tab': { background: 'url(https://x.test)' } },
  'an escape': { '.Tab': { color: 'r\\65 d' } },
  'an open string': { '.Tab': { fontFamily: '"Arial' } },
  'a private class': { '.p-Tab': { color: 'red' } },
  'a descendant': { '.Tab .Label': { color: 'red' } },
  'an element': { input: { color: 'red' } },
  'a property that moves things': { '.Tab': { position: 'fixed' } },
};
for (const [what, rules] of Object.entries(HARMFUL)) {
  test(`${what} does not get in`, () => {
    const css = appearanceCss({ rules }).split('\n').slice(1).join('');
    assert.ok(css === '' || css === '.Tab{}', css);
  });
}

test('a variable can’t break out', () => {
  assert.equal(variablesOf({ variables: { colorText: 'red}' } }).colorText, '#30313d');
});

test('the older style: states, pseudo-classes, icon', () => {
  const css = styleCss({
    base: { fontSize: '18px', iconColor: '#c4f0ff', ':focus': { color: 'blue' } },
    invalid: { color: 'red', '::placeholder': { color: 'pink' } },
  });
  assert.match(css, /\.InputElement\{font-size:18px\}/);
  assert.match(css, /\.Icon\{color:#c4f0ff\}/);
  assert.match(css, /\.InputElement:focus\{color:blue\}/);
  assert.match(css, /\.InputElement\.is-invalid\{color:red\}/);
  assert.match(css, /\.InputElement\.is-invalid::placeholder\{color:pink\}/);
});

test('fonts are style sheets or faces', () => {
  const { sheets, faces } = fontsOf([
    { cssSrc: 'https://fonts.test/a.css' },
    { cssSrc: 'javascript:alert(1)' },
    { family: 'Own', src: 'url(https://fonts.test/own.woff2)', weight: '500' },
  ]);
  assert.deepEqual(sheets, ['https://fonts.test/a.css']);
  assert.deepEqual(faces, [
    { family: 'Own', src: 'url(https://fonts.test/own.woff2)', descriptors: { weight: '500' } },
  ]);
});
