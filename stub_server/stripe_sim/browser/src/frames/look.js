// The appearance, put on the frame's page.

import { appearanceCss, fontsOf, styleCss } from '../common/appearance.js';
import { h } from './dom.js';

/** A style sheet of our own that can be written again. @param {string} id @param {string} css */
export function sheet(id, css) {
  const node = document.getElementById(id) ?? document.head.appendChild(h('style', { id }));
  if (node.textContent !== css) node.textContent = css;
}

/** @param {Record<string, any>} appearance */
export function wear(appearance) {
  sheet('appearance', appearanceCss(appearance));
  const floating =
    appearance.labels === 'floating' || (appearance.labels !== 'above' && appearance.inputs === 'condensed');
  const { classList } = document.documentElement;
  classList.toggle('labels-floating', floating);
  classList.toggle('inputs-condensed', floating && appearance.inputs === 'condensed');
  classList.toggle('theme-flat', appearance.theme === 'flat');
  classList.toggle('still', Boolean(appearance.disableAnimations));
}

/** @param {Record<string, any>} style of the card family */
export const wearStyle = (style) => sheet('style', styleCss(style));

let loaded = '';
/** Once, and again when there are others. @param {Record<string, string>[]} fonts */
export function loadFonts(fonts) {
  if (JSON.stringify(fonts) === loaded) return;
  loaded = JSON.stringify(fonts);
  const { sheets, faces } = fontsOf(fonts);
  for (const href of sheets) document.head.append(h('link', { rel: 'stylesheet', href }));
  for (const { family, src, descriptors } of faces) {
    const face = new FontFace(family, src, descriptors);
    face.load().then(
      () => document.fonts.add(face),
      () => console.warn(`The font ${family} could not be loaded.`),
    );
  }
}
