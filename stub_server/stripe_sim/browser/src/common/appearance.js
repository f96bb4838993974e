// Looks: themes, variables and rules of `appearance`, and the older `style`, as CSS that can do no harm.

/**
 * @typedef {{theme?: string, variables?: Record<string, string>, rules?: Record<string, Record<string, string>>,
 *   labels?: string, inputs?: string, disableAnimations?: boolean}} Appearance
 */

/** @type {Record<string, string>} */
const STRIPE = {
  fontFamily:
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Ubuntu, Arial, sans-serif",
  fontSizeBase: '16px',
  fontSizeLg: '1.15rem',
  fontSizeSm: '0.93rem',
  fontSizeXs: '0.85rem',
  fontSize2Xs: '0.8rem',
  fontSize3Xs: '0.75rem',
  fontLineHeight: '1.4',
  fontWeightNormal: '400',
  fontWeightMedium: '500',
  fontWeightBold: '600',
  fontSmooth: 'auto',
  spacingUnit: '0.25rem',
  spacingGridRow: 'calc(3 * var(--spacingUnit))',
  spacingGridColumn: 'calc(3 * var(--spacingUnit))',
  spacingTab: 'calc(2.5 * var(--spacingUnit))',
  spacingAccordionItem: 'calc(2 * var(--spacingUnit))',
  gridRowSpacing: 'var(--spacingGridRow)',
  gridColumnSpacing: 'var(--spacingGridColumn)',
  tabSpacing: 'var(--spacingTab)',
  accordionItemSpacing: 'var(--spacingAccordionItem)',
  colorPrimary: '#0570de',
  colorBackground: '#ffffff',
  colorText: '#30313d',
  colorTextSecondary: '#6d6e78',
  colorTextPlaceholder: '#757680',
  colorSuccess: '#30b130',
  colorDanger: '#df1b41',
  colorWarning: '#b3631b',
  colorPrimaryText: 'var(--colorPrimary)',
  colorDangerText: 'var(--colorDanger)',
  accessibleColorOnColorPrimary: '#ffffff',
  iconColor: 'var(--colorTextSecondary)',
  iconHoverColor: 'var(--colorText)',
  iconCardErrorColor: 'var(--colorDanger)',
  iconCardCvcColor: 'var(--iconColor)',
  iconCardCvcErrorColor: 'var(--colorDanger)',
  iconChevronDownColor: 'var(--iconColor)',
  iconRedirectColor: 'var(--iconColor)',
  tabIconColor: 'var(--iconColor)',
  tabIconHoverColor: 'var(--colorText)',
  tabIconSelectedColor: 'var(--colorPrimary)',
  tabIconMoreColor: 'var(--iconColor)',
  borderRadius: '5px',
  buttonBorderRadius: 'var(--borderRadius)',
  buttonExpressCheckoutBorderRadius: 'var(--buttonBorderRadius)',
  buttonColorBackground: 'var(--colorPrimary)',
  buttonColorText: 'var(--accessibleColorOnColorPrimary)',
  inputColorBorder: '#e0e2e7',
  inputFocusColorBorder: 'color-mix(in srgb, var(--colorPrimary) 65%, transparent)',
  inputBoxShadow: '0 1px 1px rgba(0, 0, 0, 0.03), 0 3px 6px rgba(0, 0, 0, 0.02)',
  focusBoxShadow: '0 0 0 3px color-mix(in srgb, var(--colorPrimary) 25%, transparent)',
  focusOutline: '0',
  inputFocusBoxShadow: 'var(--focusBoxShadow), 0 1px 1px rgba(0, 0, 0, 0.03)',
  labelColorText: 'var(--colorText)',
  labelFontSize: 'var(--fontSizeSm)',
  labelFontWeight: 'var(--fontWeightNormal)',
  labelSpacing: 'var(--spacingUnit)',
  accordionItemLabelColorText: 'var(--colorTextSecondary)',
  accordionItemLabelSelectedColorText: 'var(--colorPrimaryText)',
  accordionItemLabelFontSize: '1rem',
  accordionItemLabelFontWeight: 'var(--fontWeightMedium)',
};

/** What the other themes have otherwise. @type {Record<string, Record<string, string>>} */
const THEMES = {
  stripe: {},
  night: {
    colorPrimary: '#85d996',
    colorBackground: '#30313d',
    colorText: '#ffffff',
    colorTextSecondary: '#b9bac4',
    colorTextPlaceholder: '#a3a4b0',
    colorDanger: '#fe87a1',
    colorSuccess: '#5ddd75',
    accessibleColorOnColorPrimary: '#1b1c24',
    inputColorBorder: '#4d4e5f',
    inputBoxShadow: '0 2px 4px rgba(0, 0, 0, 0.4)',
  },
  flat: {
    colorPrimary: '#0063c4',
    colorBackground: '#f1f4f7',
    colorTextSecondary: '#62636d',
    colorTextPlaceholder: '#666771',
    colorDanger: '#c9143a',
    inputColorBorder: 'transparent',
    inputBoxShadow: 'none',
    borderRadius: '4px',
  },
};

/** Names that variables had before. @type {Record<string, string>} */
const RENAMED = {
  colorIcon: 'iconColor',
  colorIconHover: 'iconHoverColor',
  colorIconCardError: 'iconCardErrorColor',
  colorIconCardCvc: 'iconCardCvcColor',
  colorIconCardCvcError: 'iconCardCvcErrorColor',
  colorIconChevronDown: 'iconChevronDownColor',
  colorIconRedirect: 'iconRedirectColor',
  colorIconTab: 'tabIconColor',
  colorIconTabHover: 'tabIconHoverColor',
  colorIconTabSelected: 'tabIconSelectedColor',
  colorIconTabMore: 'tabIconMoreColor',
};

const CLASSES =
  'AccordionItem|AccordionItemLabel|Action|Block|BlockAction|BlockDivider|Checkbox|CheckboxInput|' +
  'CheckboxLabel|CodeInput|Dropdown|DropdownItem|Error|Heading|Input|InputCloseIcon|InputDivider|Label|' +
  'Link|MenuAction|MenuIcon|Mandate|PasscodeCloseIcon|PickerAction|PickerItem|RadioIcon|RadioIconInner|' +
  'RadioIconOuter|RedirectText|SecondaryLink|Switch|SwitchControl|Tab|TabIcon|TabLabel|TermsLink|' +
  'TermsText|Text|ToggleItem';
const PSEUDO =
  ':hover|:focus|:focus-visible|:active|:disabled|:autofill|:-webkit-autofill|::placeholder|::selection';
const SELECTOR = new RegExp(`^\\.(${CLASSES})(--[a-z]+(-[a-z]+)*)*(${PSEUDO})*$`, 'i');
const PROPERTY = new RegExp(
  '^((-webkit-|-moz-)?(font-smoothing|osx-font-smoothing|text-fill-color)|font(-.+)?|border(-.+)?|' +
    'outline(-.+)?|padding(-.+)?|margin(-.+)?|box-shadow|(background-)?color|fill(-opacity)?|' +
    'letter-spacing|line-height|opacity|text-(align|decoration|shadow|transform)(-.+)?|transition|' +
    'transform|display|background)$',
);
const HARMFUL = /[;{}<>\\@]|\/\*|url\(|image-set\(|expression\(|javascript:/i;

/** The value, unless it could end the rule or load something. @param {unknown} value */
function safe(value) {
  const text = String(value).trim();
  const closed = (text.match(/"/g) ?? []).length % 2 === 0 && (text.match(/'/g) ?? []).length % 2 === 0;
  const even = (text.match(/\(/g) ?? []).length === (text.match(/\)/g) ?? []).length;
  return text && closed && even && !HARMFUL.test(text) ? text : null;
}

/** @param {string} name `backgroundColor` or `background-color` */
const kebab = (name) =>
  name
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^(webkit|moz)-/, '-$1-')
    .replace(/^font-smoothing$/, '-webkit-font-smoothing');

/** Declarations that may stand. @param {Record<string, unknown>} given */
function declarations(given) {
  return Object.entries(given)
    .map(([name, value]) => [kebab(name), safe(value)])
    .filter(([name, value]) => value !== null && PROPERTY.test(String(name)))
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
}

/** The variables of a theme with the page's own over them. @param {Appearance} appearance */
export function variablesOf({ theme = 'stripe', variables = {} }) {
  /** @type {Record<string, string>} */
  const found = { ...STRIPE, ...(THEMES[theme] ?? {}) };
  for (const [given, value] of Object.entries(variables)) {
    const name = RENAMED[given] ?? given;
    const text = safe(value);
    if (text !== null && /^[a-zA-Z0-9]+$/.test(name)) found[name] = text;
  }
  return found;
}

/** CSS of the variables and rules. @param {Appearance} appearance @returns {string} */
export function appearanceCss(appearance) {
  const lines = Object.entries(variablesOf(appearance)).map(([name, value]) => `--${name}:${value}`);
  const rules = Object.entries(appearance.rules ?? {}).map(([selectors, given]) => {
    const chosen = selectors.split(',').map((selector) => selector.trim());
    const allowed = chosen.every((selector) => SELECTOR.test(selector));
    return allowed && given ? `${chosen.join(',')}{${declarations(given)}}` : '';
  });
  return `:root{${lines.join(';')}}\n${rules.filter(Boolean).join('\n')}`;
}

/** @type {Record<string, string>} state of the older style → class of the input */
const STATES = { base: '', complete: '.is-complete', empty: '.is-empty', invalid: '.is-invalid' };

/**
 * CSS of the `style` of the card family.
 * @param {Record<string, Record<string, any>>} style @returns {string}
 */
export function styleCss(style) {
  /** @type {string[]} */
  const rules = [];
  for (const [state, suffix] of Object.entries(STATES)) {
    const given = style[state] ?? {};
    const plain = Object.entries(given).filter(([, value]) => typeof value !== 'object');
    rules.push(`.InputElement${suffix}{${declarations(Object.fromEntries(plain))}}`);
    const icon = safe(given.iconColor ?? '');
    if (icon) rules.push(`${state === 'base' ? '.Icon' : `.ElementsApp${suffix} .Icon`}{color:${icon}}`);
    for (const [pseudo, below] of Object.entries(given)) {
      if (typeof below !== 'object' || below === null || !new RegExp(`^(${PSEUDO})$`).test(pseudo)) {
        continue;
      }
      rules.push(`.InputElement${suffix}${pseudo}{${declarations(below)}}`);
    }
  }
  return rules.join('\n');
}

/**
 * Fonts that the page wants inside: links to style sheets, and faces.
 * @param {Record<string, string>[]} fonts
 * @returns {{sheets: string[], faces: {family: string, src: string, descriptors: Record<string, string>}[]}}
 */
export function fontsOf(fonts) {
  const sheets = fonts.map((font) => font.cssSrc).filter((source) => /^https?:\/\//.test(source ?? ''));
  const faces = fonts
    .filter((font) => font.family && font.src)
    .map(({ family, src, ...descriptors }) => ({ family, src, descriptors }));
  return { sheets, faces };
}
