// How the elements look that have labels and boxes; colours and measures are the appearance's variables.

export const STYLES = `
*,*::before,*::after{box-sizing:border-box}
html{font-size:var(--fontSizeBase);-webkit-text-size-adjust:100%}
body{margin:0;padding:4px;background:transparent;color:var(--colorText);font-family:var(--fontFamily);
  font-weight:var(--fontWeightNormal);line-height:var(--fontLineHeight);font-size:1rem;overflow:hidden;
  -webkit-font-smoothing:var(--fontSmooth)}
[hidden]{display:none!important}
p{margin:0}
button,input,select{font:inherit;color:inherit;margin:0}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.p-Fieldset{border:0;margin:0;padding:0;min-width:0}
.p-Form,.p-AddressForm{display:flex;flex-direction:column;gap:var(--gridRowSpacing)}
.p-CardFields{display:grid;grid-template-columns:1fr 1fr;gap:var(--gridRowSpacing) var(--gridColumnSpacing)}
.p-CardFields>:first-child{grid-column:1/-1}
.p-PlaceFields,.p-Row{display:flex;gap:var(--gridRowSpacing) var(--gridColumnSpacing)}
.p-PlaceFields>*,.p-Row>*{flex:1 1 0;min-width:0}
.p-Field{position:relative;min-width:0}
.Label{display:block;margin-bottom:var(--labelSpacing);color:var(--labelColorText);
  font-size:var(--labelFontSize);font-weight:var(--labelFontWeight)}
.p-FieldBody{position:relative}
.p-Input{position:relative}
.Input{display:block;width:100%;padding:.75rem;border:1px solid var(--inputColorBorder);
  border-radius:var(--borderRadius);background-color:var(--colorBackground);color:var(--colorText);
  box-shadow:var(--inputBoxShadow);line-height:1.15;outline:0;appearance:none;-webkit-appearance:none;
  transition:background-color .15s ease,border-color .15s ease,box-shadow .15s ease,color .15s ease}
.Input::placeholder{color:var(--colorTextPlaceholder);opacity:1}
.Input:focus{border-color:var(--inputFocusColorBorder);box-shadow:var(--inputFocusBoxShadow);
  outline:var(--focusOutline)}
.Input--invalid{color:var(--colorDangerText);border-color:var(--colorDanger);
  box-shadow:var(--inputBoxShadow),0 0 0 1px var(--colorDanger)}
.Input--invalid:focus{border-color:var(--colorDanger)}
.is-busy .Input:disabled{opacity:.6}
.Input:-webkit-autofill{-webkit-text-fill-color:var(--colorText)}
select.Input{padding-right:2.25rem;text-overflow:ellipsis;cursor:pointer}
.p-Select::after{content:'';position:absolute;right:1rem;top:50%;width:.45rem;height:.45rem;pointer-events:none;
  border:solid var(--iconChevronDownColor);border-width:0 1.5px 1.5px 0;transform:translateY(-75%) rotate(45deg)}
.Error{margin-top:var(--spacingUnit);color:var(--colorDangerText);font-size:var(--fontSizeSm)}
.p-ElementError:empty,.p-SheetError:empty{display:none}
.p-ElementError{margin-top:var(--gridRowSpacing)}
.p-CardNumberInput .Input{padding-right:8.25rem}
.p-CardNumberInput .Input:not(.Input--empty){padding-right:3.5rem}
.p-CardCvcInput .Input{padding-right:3rem}
.p-CardBrandIcons,.p-CardCvcIcon{position:absolute;right:.75rem;top:0;height:100%;display:flex;align-items:center;
  gap:4px;pointer-events:none;z-index:2}
.p-CardBrandIcon,.p-SavedIcon,.p-TabIcon,.p-AccordionIcon{display:flex;color:var(--iconColor)}
.p-CardBrandIcon svg{width:24px;height:16px}
.p-wrong{color:var(--iconCardErrorColor)}
.p-CardCvcIcon{color:var(--iconCardCvcColor)}
.p-NetworkSelect{pointer-events:auto;border:0;background:transparent;font-size:var(--fontSizeXs);max-width:6rem;
  color:var(--colorText)}
.p-CardNumberInput:has(.p-NetworkSelect) .Input:not(.Input--empty){padding-right:11rem}

.p-Tabs{display:flex;gap:var(--tabSpacing);margin-bottom:calc(4*var(--spacingUnit))}
.p-TabsList{display:flex;flex:1 1 0;min-width:0;gap:var(--tabSpacing)}
.Tab{background-color:var(--colorBackground);border:1px solid var(--inputColorBorder);
  border-radius:var(--borderRadius);color:var(--colorTextSecondary);box-shadow:var(--inputBoxShadow);
  transition:color .15s ease,border-color .15s ease,box-shadow .15s ease,background-color .15s ease}
.p-Tab{flex:1 1 0;min-width:0;padding:.6rem .75rem .55rem;text-align:left;cursor:pointer;outline:0}
.Tab:hover{color:var(--colorText)}
.Tab:focus{outline:0}
.Tab:focus-visible{border-color:var(--inputFocusColorBorder);box-shadow:var(--focusBoxShadow)}
.Tab--selected,.Tab--selected:hover{color:var(--colorPrimaryText);border-color:var(--colorPrimary);
  box-shadow:var(--inputBoxShadow),0 0 0 1px var(--colorPrimary)}
.Tab--selected:focus-visible{box-shadow:0 0 0 1px var(--colorPrimary),var(--focusBoxShadow)}
.p-TabIcon{height:18px;align-items:center;color:var(--tabIconColor)}
.Tab:hover .p-TabIcon{color:var(--tabIconHoverColor)}
.TabIcon--selected,.Tab--selected:hover .p-TabIcon{color:var(--tabIconSelectedColor)}
.TabLabel{display:block;margin-top:2px;font-size:var(--fontSizeSm);font-weight:var(--fontWeightMedium);
  white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.p-AdditionalPaymentMethods{position:relative;flex:0 0 34px;display:flex;align-items:center;justify-content:center;
  color:var(--tabIconMoreColor);font-size:.5rem;letter-spacing:1px}
.p-AdditionalPaymentMethods:focus-within{border-color:var(--inputFocusColorBorder);box-shadow:var(--focusBoxShadow)}
.p-AdditionalPaymentMethods-menu{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer;
  font-size:1rem;appearance:none}

.p-Accordion{display:flex;flex-direction:column}
.p-Accordion--spaced{gap:var(--accordionItemSpacing)}
.AccordionItem{background-color:var(--colorBackground);border:1px solid var(--inputColorBorder);
  box-shadow:var(--inputBoxShadow);color:var(--accordionItemLabelColorText);
  font-size:var(--accordionItemLabelFontSize);font-weight:var(--accordionItemLabelFontWeight)}
.AccordionItem:hover{color:var(--colorText)}
.AccordionItem--selected,.AccordionItem--selected:hover{color:var(--accordionItemLabelSelectedColorText)}
.p-Accordion>:not(:first-child){margin-top:-1px}
.p-Accordion>:first-child{border-top-left-radius:var(--borderRadius);border-top-right-radius:var(--borderRadius)}
.p-Accordion>:last-child{border-bottom-left-radius:var(--borderRadius);border-bottom-right-radius:var(--borderRadius)}
.p-Accordion--spaced>.AccordionItem{margin-top:0;border-radius:var(--borderRadius)}
.p-AccordionButton{display:flex;align-items:center;gap:.75rem;padding:.95rem 1rem;cursor:pointer;outline:0;
  border-radius:var(--borderRadius)}
.p-AccordionButton:focus-visible{box-shadow:var(--focusBoxShadow)}
.p-AccordionIcon:last-child{margin-left:auto}
.p-AccordionIcon{flex:none;width:24px;justify-content:center}
.p-AccordionPanel{padding:.25rem 1rem 1rem;color:var(--colorText);font-size:1rem;font-weight:var(--fontWeightNormal)}
.p-AccordionPanel:has(>:empty){padding:0}
.p-AccordionMore{padding:.8rem 1rem;text-align:left;cursor:pointer;outline:0}
.p-AccordionMore:focus-visible{box-shadow:var(--focusBoxShadow)}
.p-Radio{display:flex}
.RadioIconOuter{fill:var(--colorBackground);stroke:var(--colorTextSecondary);stroke-width:1.5}
.RadioIconInner{fill:none}
.RadioIconOuter--checked{stroke:var(--colorPrimary)}
.RadioIconInner--checked{fill:var(--colorPrimary)}

.p-Redirect{display:flex;align-items:center;gap:1rem;padding:.25rem 0}
.p-RedirectIcon{display:flex;color:var(--iconRedirectColor)}
.RedirectText{color:var(--colorText);font-size:var(--fontSizeSm)}
.p-Note,.TermsText{color:var(--colorTextSecondary);font-size:var(--fontSizeXs)}
.p-Badge{flex:none;padding:.15rem .5rem;border:1px dashed var(--colorTextSecondary);border-radius:1rem;
  color:var(--colorText);font-size:var(--fontSizeXs)}
.p-Checkbox{display:flex;align-items:center;gap:.6rem}
.CheckboxInput{flex:none;width:1rem;height:1rem;accent-color:var(--colorPrimary)}
.CheckboxLabel{font-size:var(--fontSizeSm);color:var(--colorText)}
.p-Saved{display:flex;flex-direction:column;gap:var(--accordionItemSpacing);margin-bottom:var(--gridRowSpacing)}
.p-Saved:last-child,.p-Saved:has(+[hidden]){margin-bottom:0}
.PickerItem{background-color:var(--colorBackground);border:1px solid var(--inputColorBorder);
  border-radius:var(--borderRadius);box-shadow:var(--inputBoxShadow)}
.p-SavedRow{display:flex;align-items:center;gap:.75rem;padding:.8rem 1rem;cursor:pointer}
.p-SavedRow:has(:checked){border-color:var(--colorPrimary);box-shadow:0 0 0 1px var(--colorPrimary)}
.p-SavedRow:has(:focus-visible){box-shadow:var(--focusBoxShadow)}
.p-SavedRow input{flex:none;width:1rem;height:1rem;accent-color:var(--colorPrimary);outline:0}
.p-SavedLines{display:block;color:var(--colorTextSecondary);font-size:var(--fontSizeSm)}
.p-SavedDate{margin-left:auto;color:var(--colorTextSecondary);font-size:var(--fontSizeSm)}

.p-Sheet{margin-top:var(--gridRowSpacing);padding:1rem;display:flex;flex-direction:column;gap:.75rem}
.Block{background-color:var(--colorBackground);border:1px solid var(--inputColorBorder);
  border-radius:min(var(--borderRadius),16px);box-shadow:0 4px 16px rgba(0,0,0,.08)}
.p-SheetTitle{font-weight:var(--fontWeightBold)}
.p-Sheet .p-Note{margin-top:-.6rem}
.p-SheetLine{display:flex;justify-content:space-between;gap:1rem;font-size:var(--fontSizeSm);line-height:1.7}
.p-SheetLine:last-child{font-weight:var(--fontWeightBold);font-size:1rem}
.p-SheetButtons{display:flex;justify-content:flex-end;gap:.5rem}
.p-Button{padding:.6rem 1.1rem;border:1px solid var(--inputColorBorder);border-radius:var(--buttonBorderRadius);
  background:transparent;cursor:pointer;font-weight:var(--fontWeightMedium);outline:0}
.p-Button--primary{background:var(--buttonColorBackground);border-color:transparent;color:var(--buttonColorText)}
.p-Button:focus-visible{box-shadow:var(--focusBoxShadow);border-color:var(--inputFocusColorBorder)}
.p-Button:disabled{opacity:.6;cursor:default}

.p-ExpressButtons{display:grid;gap:var(--spacingTab)}
.p-ExpressButton{display:flex;align-items:center;justify-content:center;gap:.5rem;padding:0 .75rem;border:1px solid;
  border-radius:var(--buttonExpressCheckoutBorderRadius);cursor:pointer;outline:0;min-width:0}
.p-ExpressButton:hover{opacity:.88}
.p-ExpressButton:focus-visible{box-shadow:0 0 0 2px var(--colorBackground),0 0 0 4px var(--colorPrimary)}
.p-ExpressName{font-weight:var(--fontWeightBold);white-space:nowrap}
.p-ExpressNote{font-size:var(--fontSize3Xs);padding:0 .4rem;border:1px dashed currentColor;border-radius:1rem;line-height:1.5}
.p-ExpressMore{margin-top:.5rem;border:0;background:none;color:var(--colorPrimaryText);cursor:pointer;padding:.25rem 0}

.labels-floating .p-Field>.Label{position:absolute;z-index:2;left:calc(.75rem + 1px);top:.45rem;margin:0;
  pointer-events:none;color:var(--colorTextSecondary);font-size:var(--fontSizeXs);line-height:1.2;
  transition:transform .12s ease,font-size .12s ease}
.labels-floating .p-Field>.Label--resting{top:.98rem;font-size:1rem;line-height:1.15;color:var(--colorTextPlaceholder)}
.labels-floating .p-Field .Input{padding-top:1.4rem;padding-bottom:.45rem}
.labels-floating .Input--empty:not(:focus)::placeholder{color:transparent}
.labels-floating select.Input--empty:not(:focus){color:transparent}
.labels-floating option{color:var(--colorText);background:var(--colorBackground)}
.inputs-condensed .p-CardFields{gap:0}
.inputs-condensed .p-CardFields .Input{border-radius:0}
.inputs-condensed .p-CardFields [data-field=number] .Input{border-radius:var(--borderRadius) var(--borderRadius) 0 0}
.inputs-condensed .p-CardFields [data-field=expiry] .Input{border-radius:0 0 0 var(--borderRadius);margin-top:-1px}
.inputs-condensed .p-CardFields [data-field=cvc] .Input{border-radius:0 0 var(--borderRadius) 0;margin:-1px 0 0 -1px;
  width:calc(100% + 1px)}
.inputs-condensed .p-CardFields .Input:focus{position:relative;z-index:1}
.theme-flat .Input,.theme-flat .Tab{border-color:var(--inputColorBorder)}
.theme-flat .Tab--selected,.theme-flat .Tab--selected:hover{background-color:var(--colorPrimary);color:#fff;box-shadow:none}
.theme-flat .Tab--selected .p-TabIcon,.theme-flat .Tab--selected:hover .p-TabIcon{color:#fff}
.still *{transition:none!important}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (max-width:340px){.p-CardBrandIcon:nth-child(n+3){display:none}.p-CardNumberInput .Input{padding-right:5rem}}
@media (max-width:260px){.p-PlaceFields,.p-Row{flex-direction:column}}
`;
