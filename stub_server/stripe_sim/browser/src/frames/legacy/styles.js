// How the card family looks before the page's `style`: one bare line.

export const LEGACY_STYLES = `
*{box-sizing:border-box}
html,body{margin:0;padding:0;background:transparent;overflow:hidden}
[hidden]{display:none!important}
.ElementsApp{margin:0;font-family:'Helvetica Neue',Helvetica,Arial,sans-serif;font-size:16px;line-height:1.2}
.CardField{display:flex;align-items:center}
.CardField-icon{flex:none;display:flex;align-items:center;width:24px;margin-right:10px;color:#6b7c93}
.CardField-icon svg{display:block}
.CardField-icon.is-solid{color:#32325d}
.is-invalid .Icon{color:#eb1c26}
.CardField-input-wrapper{display:flex;flex:1 1 auto;min-width:0;overflow:hidden;gap:.6em}
.CardField-child{display:block;flex:none}
.InputContainer{flex:1 1 auto;min-width:0}
.CardField-number{flex:1 0 11.2em;min-width:0;transition:flex-basis .15s ease}
.CardField-expiry{width:4.4em}
.CardField-cvc{width:2.9em}
.CardField-postalCode{width:4.4em}
.is-short .CardField-number{flex:0 0 2.8em}
.InputElement{display:block;width:100%;margin:0;padding:0;border:0;outline:0;background:transparent;color:#000;
  font-family:inherit;font-size:16px;line-height:1.2em;height:1.2em;appearance:none}
.InputElement::placeholder{color:#757575;opacity:1}
.InputElement.is-invalid{color:#eb1c26}
.InputElement:disabled{opacity:.6}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`;
