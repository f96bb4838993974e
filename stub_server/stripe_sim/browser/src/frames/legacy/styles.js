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
.CardField-input-wrapper{position:relative;display:flex;flex:1 1 auto;min-width:0;overflow:hidden;gap:.5em}
.CardField-child{position:relative;display:block;flex:none}
.InputContainer{flex:1 1 auto;min-width:0}
.CardField-number{flex:1 0 10em}
.CardField-last4{position:absolute;inset:0;pointer-events:none;display:flex;align-items:center}
.CardField-expiry{width:4.1em}
.CardField-cvc{width:2.6em}
.CardField-postalCode{width:3.4em}
.is-early .CardField-postalCode,.is-tight .CardField-expiry,.is-tight .CardField-cvc{opacity:0}
.is-short .CardField-number{flex:1 0 2.5em}
.is-short .CardField-number .InputElement{opacity:0}
.InputElement{display:block;width:100%;margin:0;padding:0;border:0;outline:0;background:transparent;color:#000;
  font-family:inherit;font-size:16px;line-height:1.2em;height:1.2em;appearance:none}
.InputElement::placeholder{color:#757575;opacity:1}
.InputElement.is-invalid{color:#eb1c26}
.InputElement:disabled{opacity:.6}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`;
